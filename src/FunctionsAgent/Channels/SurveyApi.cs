using System.Text.Json;
using FunctionsAgent.Access;
using FunctionsAgent.Conversations;
using FunctionsAgent.Storage;
using Microsoft.AspNetCore.Http;

namespace FunctionsAgent.Channels;

/// <summary>
/// <c>POST /api/chat/{conversationId}/survey</c> <c>{"score":1-5,"comment"?}</c>: how the customer found the conversation, while it is
/// open or after it. It is about the last episode; of several answers the last counts, and the same one again is none.
/// </summary>
public sealed class SurveyApi(ChatApi chat, ConversationLog log, Indexes indexes, TimeProvider time)
{
    private const int MaxBody = 16 * 1024;
    private const int MaxComment = 2_000;
    private const int MaxAttempts = 20;

    public Task<IResult> PostAsync(HttpRequest request, CancellationToken ct) => Outage.AnswerAsync(request, () => PostedAsync(request, ct));

    private async Task<IResult> PostedAsync(HttpRequest request, CancellationToken ct)
    {
        var conversationId = Requests.Route(request, "conversationId");
        var (_, refusal) = await chat.SessionAsync(request, conversationId, ct);
        if (refusal is not null) return refusal;
        var (body, problem) = await Requests.ObjectAsync(request, MaxBody, ct);
        if (problem is not null) return problem;
        if (!body.TryGetProperty("score", out var given) || given.ValueKind != JsonValueKind.Number || !given.TryGetInt32(out var score) || score is < 1 or > 5)
            return Problem.Of(400, "invalid-score", "score must be a whole number.", "From 1, very bad, to 5, very good.");
        var (comment, badComment) = Requests.Text(body, "comment", MaxComment);
        if (badComment is not null) return badComment;

        var episode = await CommitAsync(conversationId, score, string.IsNullOrWhiteSpace(comment) ? null : comment.Trim(), ct);
        return Results.Json(new { conversationId, episode, score });
    }

    /// <summary>Under the head, as everything else: a stage that commits meanwhile decides again on what this leaves behind.</summary>
    private async Task<int> CommitAsync(string thread, int score, string? comment, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            var at = await log.LoadAsync(thread, ct);
            if (await IsSaidAsync(thread, at.Head, score, comment, ct)) return at.Head.Episode;
            var day = Indexes.Day(time.GetUtcNow());
            if (at.Head.Day != day) await indexes.EnterDayAsync(at.Head.Agent, day, thread, ct, at.Head.EpisodeFirst);
            var answered = new EventBody(EventTypes.SurveyAnswered, new() { ["score"] = score, ["ofEpisode"] = at.Head.Episode },
                comment is null ? default : [new Piece("comment", "personal", "customer", comment)]);
            try
            {
                await log.CommitAsync(thread, at, "chat", null, new Decision([answered]), ct);
                return at.Head.Episode;
            }
            catch (ConflictException) when (attempt < MaxAttempts)
            {
                // Somebody else was first: again on the new head.
            }
        }
    }

    /// <summary>Whether the last answer about this episode is this very one.</summary>
    private async Task<bool> IsSaidAsync(string thread, Head head, int score, string? comment, CancellationToken ct) =>
        head.Survey is { } seq && await log.EventAsync(thread, seq, ct) is { } last && last.Number("ofEpisode") == head.Episode && last.Number("score") == score
        && (comment is null ? last.ContentHash is null : last.Said("comment") == comment);
}

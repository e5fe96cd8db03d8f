using System.Collections.Frozen;
using System.Globalization;
using System.Runtime.CompilerServices;
using FunctionsAgent.Access;
using FunctionsAgent.Agents;
using FunctionsAgent.Conversations;
using FunctionsAgent.Feedback;
using FunctionsAgent.Storage;
using Microsoft.AspNetCore.Http;

namespace FunctionsAgent.Evaluation;

/// <summary>Reviewing over HTTP: what to look at next, what people said of it, and how far they agree.</summary>
public sealed class ReviewApi(Authentication authentication, Packages packages, Reviews reviews, ReviewScan scan, ReviewedMarks marks, TimeProvider time)
{
    private const int MaxBody = 16 * 1024;
    private const int MostItems = 100;

    private static readonly FrozenDictionary<string, StaffRole> Roles = NeedsRoleAttribute.Table(typeof(ReviewApi));

    /// <summary><c>{"conversationId","turn","category","note"?}</c>: a mark, by the caller.</summary>
    [NeedsRole(StaffRole.Reviewer)]
    public Task<IResult> MarkAsync(HttpRequest request, CancellationToken ct) => AsStaffAsync(request, async caller =>
    {
        var (body, problem) = await Requests.ObjectAsync(request, MaxBody, ct);
        if (problem is not null) return problem;
        var (conversation, badConversation) = Requests.Text(body, "conversationId", 100);
        var (turn, badTurn) = Requests.Text(body, "turn", 100);
        var (category, badCategory) = Requests.Text(body, "category", 100);
        var (note, badNote) = Requests.Text(body, "note", Reviews.MaxNote);
        if ((badConversation ?? badTurn ?? badCategory ?? badNote) is { } bad) return bad;
        if (category is null || !ReviewMarks.Categories.Contains(category)) return Problem.Of(400, "unknown-category", "There is no such category.", $"{string.Join(", ", ReviewMarks.Categories)}.");
        if (turn is null) return Problem.Of(400, "no-turn", "The turn is missing.", "Send {\"turn\": \"t12\"}, or \"last\".");
        if (!ThreadId.TryParse(conversation, out var id)) return Problem.UnknownConversation();
        try
        {
            var marked = await reviews.MarkAsync(id.Value, turn, category, string.IsNullOrWhiteSpace(note) ? null : note.Trim(), caller.By, ct);
            return marked.Outcome switch
            {
                ReviewOutcome.UnknownConversation => Problem.UnknownConversation(),
                ReviewOutcome.UnknownTurn => ExplainApi.UnknownTurn(marked.Turns),
                ReviewOutcome.OpenTurn => Problem.Of(409, "turn-open", "The turn is not over yet.", "Mark it when the customer has the reply."),
                _ => Results.Json(new { conversationId = id.Value, turn = marked.Turn, category, marked = marked.Outcome == ReviewOutcome.Marked, reviews = marked.Marks }),
            };
        }
        catch (Exception e) when (ConversationLog.IsBroken(e))
        {
            return ExplainApi.Broken();
        }
        catch (ConflictException)
        {
            return Problem.Of(409, "conversation-busy", "The conversation is being written to all the time.", "Send the same again.");
        }
    });

    /// <summary>What the caller should look at next: <c>?agent=&amp;count=10&amp;days=7</c>.</summary>
    [NeedsRole(StaffRole.Reviewer)]
    public Task<IResult> NextAsync(HttpRequest request, CancellationToken ct) => AsStaffAsync(request, async caller =>
    {
        if (Agents(request) is not { } agents) return Problem.UnknownAgent(request.Query["agent"].ToString());
        if (Number(request, "count", 10, MostItems) is not { } count) return Invalid("count", MostItems);
        if (Number(request, "days", 7, 31) is not { } days) return Invalid("days", 31);
        var now = time.GetUtcNow();
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var reading = await scan.DaysAsync(agents, today.AddDays(1 - days), today, ct);
        var turns = ReviewCases.Of(reading.Threads, now, out var broken);
        var since = new DateTimeOffset(today.AddDays(1 - days).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        return Results.Json(new
        {
            day = Indexes.Day(now), reviewer = caller.By, conversations = reading.Threads.Count, most = ReviewScan.MostThreads, complete = reading.Complete,
            tooLong = reading.TooLong, broken = broken + reading.Broken, items = ReviewSample.Of(turns, caller.By, Indexes.Day(now), count, since, now),
        });
    });

    /// <summary>The marks made in the last days, and how far people agree with each other and with the outcome rules: <c>?agent=&amp;days=31</c>.</summary>
    [NeedsRole(StaffRole.Reviewer)]
    public Task<IResult> MarksAsync(HttpRequest request, CancellationToken ct) => AsStaffAsync(request, async _ =>
    {
        if (Agents(request) is not { } agents) return Problem.UnknownAgent(request.Query["agent"].ToString());
        if (Number(request, "days", 31, 400) is not { } days) return Invalid("days", 400);
        var now = time.GetUtcNow();
        var (from, to) = (DateOnly.FromDateTime(now.UtcDateTime).AddDays(1 - days), DateOnly.FromDateTime(now.UtcDateTime));
        var found = await marks.ReadAsync(agents, from, to, ct);
        return Results.Json(new { days, most = ReviewScan.MostThreads, complete = found.Complete, broken = found.Broken, tooLong = found.TooLong, agreement = ReviewAgreement.Of(found.Marks), marks = found.Marks });
    });

    /// <summary>The agent asked for, or all; null where there is none of that name.</summary>
    private IReadOnlyList<string>? Agents(HttpRequest request)
    {
        var agent = request.Query["agent"].ToString();
        if (agent.Length == 0) return [.. packages.All.Select(p => p.Name)];
        return packages.Find(agent) is null ? null : [agent];
    }

    private static int? Number(HttpRequest request, string name, int otherwise, int most) => request.Query[name].ToString() switch
    {
        "" => otherwise,
        var given when int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most => number,
        _ => null,
    };

    private static IResult Invalid(string name, int most) => Problem.Of(400, $"invalid-{name}", $"{name} must be a whole number.", $"From 1 to {most}.");

    private Task<IResult> AsStaffAsync(HttpRequest request, Func<Principal, Task<IResult>> answer, [CallerMemberName] string method = "") =>
        authentication.AsStaffAsync(request, Roles[method], answer);
}

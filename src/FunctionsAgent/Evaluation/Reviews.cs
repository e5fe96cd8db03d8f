using System.Collections.Immutable;
using System.Text.Json.Nodes;
using FunctionsAgent.Conversations;
using FunctionsAgent.Feedback;
using FunctionsAgent.Storage;

namespace FunctionsAgent.Evaluation;

/// <summary>What people of the staff say of turns: <c>TurnReviewed</c> in the log of the conversation, whoever has it by now.</summary>
public sealed class Reviews(ReviewIndex entries, ConversationLog log, Indexes indexes, TimeProvider time)
{
    /// <summary>UTF-16 code units of a note.</summary>
    public const int MaxNote = 2_000;

    private const int MostConflicts = 20;

    /// <summary>Marks a turn for one person. Said again it changes nothing; another category, or another note, is another mark, and the last one counts.</summary>
    /// <param name="turn">Its id, or <see cref="Explainer.Last"/>.</param>
    /// <param name="category">One of <see cref="ReviewMarks.Categories"/>.</param>
    /// <param name="by">The member of the staff, as a principal is named.</param>
    /// <exception cref="ConflictException">The conversation was written to all the time; try again.</exception>
    public async Task<Reviewed> MarkAsync(string thread, string turn, string category, string? note, string by, CancellationToken ct)
    {
        for (var attempt = 0; ; attempt++)
        {
            var at = await log.LoadAsync(thread, ct);
            if (at.Head.IsNew) return new(ReviewOutcome.UnknownConversation);
            var turns = ExplainedTurn.All(await Explainer.EventsAsync(log, thread, ct));
            var found = turn == Explainer.Last ? turns is [.., var latest] ? latest : null : turns.FirstOrDefault(t => t.Id == turn);
            if (found is null) return new(ReviewOutcome.UnknownTurn) { Turns = [.. turns.Select(t => t.Id)] };
            if (!found.IsOver) return new(ReviewOutcome.OpenTurn) { Turn = found.Id };
            var marks = ReviewMarks.Of(found);
            if (marks.LastOrDefault(mark => mark.By == by) is { } last && last.Category == category && (note is null || note == last.Note))
                return new(ReviewOutcome.SaidBefore) { Turn = found.Id, Marks = marks };

            var day = Indexes.Day(time.GetUtcNow());
            await indexes.EnterDayAsync(at.Head.Agent, day, thread, ct, at.Head.EpisodeFirst);
            await entries.EnterAsync(at.Head.Agent, day, thread, ct);
            ImmutableArray<Piece> content = note is null ? default : [new Piece(ReviewMarks.Note, "internal", "staff", note)];
            var body = new EventBody(EventTypes.TurnReviewed, new JsonObject { ["ofTurn"] = found.Id, ["ofEpisode"] = found.Decisive.Episode, ["category"] = category }, content, by);
            try
            {
                var committed = await log.CommitAsync(thread, at, "operator", null, new Decision([body]), ct, $"review:{found.Id}");
                return new(ReviewOutcome.Marked) { Turn = found.Id, Marks = ReviewMarks.Of(found with { Reviews = [.. found.Reviews, .. committed.Events] }) };
            }
            catch (ConflictException) when (attempt < MostConflicts)
            {
                // A stage committed, or this very mark came by another way: again on the new head.
            }
        }
    }
}

public enum ReviewOutcome { Marked, SaidBefore, UnknownConversation, UnknownTurn, OpenTurn }

/// <param name="Outcome">What became of a mark.</param>
public sealed record Reviewed(ReviewOutcome Outcome)
{
    public string? Turn { get; init; }

    /// <summary>Those there are, where the one asked for is not.</summary>
    public IReadOnlyList<string> Turns { get; init; } = [];

    /// <summary>All marks of the turn, whoever made them.</summary>
    public IReadOnlyList<ExplainedReview> Marks { get; init; } = [];
}

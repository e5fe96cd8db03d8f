using System.Collections.Immutable;
using FunctionsAgent.Conversations;

namespace FunctionsAgent.Evaluation;

/// <summary>What people said of a turn: each may change their mind, and the last mark of each counts. Two may disagree; both stand.</summary>
public static class ReviewMarks
{
    public const string Ok = "ok";

    /// <summary>Nothing wrong, and the four kinds of triage (spec metrics).</summary>
    public static ImmutableArray<string> Categories { get; } = [Ok, "tone", "logic", "data-quality", "coverage"];

    public const string Note = "note";

    /// <summary>All marks of a turn, in the order they were made.</summary>
    public static IReadOnlyList<ExplainedReview> Of(ExplainedTurn turn)
    {
        var last = turn.Reviews.GroupBy(By, StringComparer.Ordinal).Select(marks => marks.Last().Seq).ToHashSet();
        return [.. turn.Reviews.Select(e => new ExplainedReview(By(e), e.Text("category") ?? "", e.Said(Note), ExplainedTurn.IsWordless(e), e.At, last.Contains(e.Seq)))];
    }

    /// <summary>The mark that counts of each person and turn, newest first.</summary>
    public static IReadOnlyList<ReviewMark> Last(IEnumerable<JudgedTurn> turns, DateTimeOffset asOf) =>
    [
        .. turns.SelectMany(t => Of(t.Turn).Where(mark => mark.Counts).Select(mark => new ReviewMark(t.Thread, t.Turn.Id, mark.By, mark.Category, mark.Note, mark.At, ReviewCases.Held(t, asOf))))
            .OrderByDescending(mark => mark.At).ThenBy(mark => mark.ConversationId, StringComparer.Ordinal).ThenBy(mark => mark.Turn, StringComparer.Ordinal),
    ];

    internal static string By(Event e) => e.By ?? "";
}

using FunctionsAgent.Conversations;
using FunctionsAgent.Feedback;

namespace FunctionsAgent.Evaluation;

/// <param name="Why">What it was flagged for, or the stratum it stands for.</param>
public sealed record ReviewItem(string ConversationId, string Turn, string Why, bool Flagged, string Agent, string Channel, string Intent, string Outcome, DateTimeOffset At, string Said, string Answered);

/// <summary>
/// Which turns a person should look at next: those with a flag first, at most half of the count while there are others, then one of
/// each stratum (outcome, channel, intent) in turn. On one day everybody meets the turns in the same order, so that two people
/// come to judge the same ones; each is left out for whoever marked it.
/// </summary>
public static class ReviewSample
{
    /// <summary>A survey answer up to this is low.</summary>
    public const int LowScore = 2;

    /// <param name="since">Turns that began before it are left out.</param>
    public static IReadOnlyList<ReviewItem> Of(IReadOnlyList<JudgedTurn> turns, string reviewer, string day, int count, DateTimeOffset since, DateTimeOffset asOf)
    {
        var open = turns
            .Where(t => t.Turn is { IsOver: true, IsErased: false, IsWithPerson: false } && t.Turn.Decisive.At >= since && t.Request.Kind is RequestKind.Request or RequestKind.Blocked
                && !t.Turn.Reviews.Any(r => ReviewMarks.By(r) == reviewer))
            .Select(t => (Turn: t, Flags: Flags(t), Order: Hashing.Id($"{day}|{t.Id}")))
            .OrderBy(t => t.Order, StringComparer.Ordinal).ToList();
        var flagged = open.Where(t => t.Flags.Count > 0).ToList();
        var plain = Rotated(open.Where(t => t.Flags.Count == 0).Select(t => (t.Turn, Stratum: Stratum(t.Turn, asOf))));
        var half = Math.Max((count + 1) / 2, count - plain.Count);
        return
        [
            .. flagged.Take(half).Select(t => Item(t.Turn, string.Join("; ", t.Flags), true, asOf)),
            .. plain.Take(count - Math.Min(half, flagged.Count)).Select(t => Item(t.Turn, $"sample of {t.Stratum}, {t.Size} there", false, asOf)),
        ];
    }

    private static string Stratum(JudgedTurn t, DateTimeOffset asOf) => $"{ReviewCases.Outcome(t, asOf)}, {t.Request.Channel}, {Intent(t)}";

    /// <summary>The first of every stratum, then the second of every stratum, and so on.</summary>
    private static List<(JudgedTurn Turn, string Stratum, int Size)> Rotated(IEnumerable<(JudgedTurn Turn, string Stratum)> ordered) =>
    [
        .. ordered.GroupBy(t => t.Stratum, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal)
            .SelectMany(g => g.Select((t, n) => (t.Turn, t.Stratum, Size: g.Count(), Round: n))).OrderBy(t => t.Round).Select(t => (t.Turn, t.Stratum, t.Size)),
    ];

    private static List<string> Flags(JudgedTurn t)
    {
        var (c, isFirst, isLast) = (t.Case, t.Case?.Turns is [var first, ..] && first == t.Id, t.Case?.Turns is [.., var last] && last == t.Id);
        var flags = t.Turn.Signals.Select(s => $"signal {s.Text("signal")}").Distinct(StringComparer.Ordinal).ToList();
        if (t.Request.Kind == RequestKind.Blocked) flags.Add("stopped by a guard");
        if (t.Request.Answer == Answer.HandedOff) flags.Add($"escalated ({t.Request.Cause})");
        if (c is { Score: <= LowScore and var score } && isLast) flags.Add($"survey {score}");
        if (c is { Repeats: > 0 } && !isFirst) flags.Add("asked again");
        if (c is { Recontact: not null } && isLast) flags.Add("came back");
        return flags;
    }

    private static string Intent(JudgedTurn t) => t.Request.Family ?? t.Case?.Family ?? Case.NoIntent;

    private static ReviewItem Item(JudgedTurn t, string why, bool flagged, DateTimeOffset asOf) => new(
        t.Thread, t.Turn.Id, why, flagged, t.Request.Agent, t.Request.Channel, Intent(t), ReviewCases.Outcome(t, asOf), t.Turn.Decisive.At, t.Turn.Words,
        string.Join("\n", t.Turn.Said.Select(s => s.Said("text")).OfType<string>()));
}

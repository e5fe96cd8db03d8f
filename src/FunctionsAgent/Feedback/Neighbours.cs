using System.Collections.Immutable;

namespace FunctionsAgent.Feedback;

/// <summary>How another product counts success, as far as the same cells can tell (spec metrics).</summary>
/// <param name="Name">As it is asked for.</param>
/// <param name="Title">"as X counts": it is our imitation, not their number.</param>
/// <param name="Rule">What counts.</param>
/// <param name="Approximated">What the cells cannot tell.</param>
/// <param name="Window">How long a return undoes; null: it never does.</param>
/// <param name="Successes">Of a sum of cells.</param>
public sealed record Neighbour(string Name, string Title, string Rule, string Approximated, Window? Window, Func<Cell, long> Successes);

/// <summary>The neighbours a figure can be laid beside.</summary>
public static class Neighbours
{
    private static readonly Window Day = Definition.Named("24h")!;
    private static readonly Window ThreeDays = Definition.Named("72h")!;

    public static ImmutableArray<Neighbour> All { get; } =
    [
        new("google", "as Google counts", "contained: not handed to a person, and no call back within 24 h",
            "A session is a case here. Who asks again within the same conversation has not called back. Returns after a case that was abandoned or is unknown are not in the cells: it counts as contained.",
            Day, sum => sum[Counters.Cases] - sum[Counters.Escalated] - Undone(sum, Day, "channel", "other") - After(sum, Day, "conversation")),
        new("intercom", "as Intercom counts", "resolved: answered, then silence for 24 h, and no return to the same conversation",
            "A conversation is a case here. A return to the same conversation counts whenever it came, up to 7 days; one on another way does not.",
            Day, sum => Resolved(sum) - Undone(sum, Definition.Default, "conversation")),
        new("zendesk", "as Zendesk counts", "resolved: answered, and nothing more on the same channel for 72 h",
            "Their check by a model is not made: what was answered and stayed silent counts as resolved. A return on another channel is not seen.",
            ThreeDays, sum => Resolved(sum) - Undone(sum, ThreeDays, "conversation", "channel")),
        new("copilot-studio", "as Copilot Studio counts", "resolved: answered, then silence; a return is a new session",
            "A session, closed after 30 minutes, is a case here; mail stays open for 72 hours here.",
            null, Resolved),
    ];

    public static Neighbour? Named(string name) => All.FirstOrDefault(neighbour => neighbour.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static long Resolved(Cell sum) => sum[Counters.Confirmed] + sum[Counters.Assumed];

    private static long Undone(Cell sum, Window window, params string[] ways) =>
        KpiCount.Returns(sum, Counters.Confirmed, window, ways) + KpiCount.Returns(sum, Counters.Assumed, window, ways);

    /// <summary>Returns after the outcome: repeat requests inside the open case are left out.</summary>
    private static long After(Cell sum, Window window, string way) =>
        Definition.Windows.Where(shorter => shorter.Length <= window.Length)
            .Sum(when => sum[Counters.Return(Counters.Confirmed, when.Name, way)] + sum[Counters.Return(Counters.Assumed, when.Name, way)]);
}

using System.Collections.Immutable;
using System.Globalization;

namespace FunctionsAgent.Feedback;

/// <summary>Which figures are asked for: by the command line and over HTTP, under the same names.</summary>
/// <param name="From">UTC day of the first outcomes; null: <paramref name="Days"/> before the last.</param>
/// <param name="To">Of the last; null: the last day that was counted.</param>
public sealed record KpiQuery(string? Agent, DateOnly? From, DateOnly? To, int Days, Window Window)
{
    public const int DefaultDays = 28;
    private const int MostDays = 400;
    private const int LongestName = 128;
    private const int Earliest = 2000;
    private const int Latest = 9000;

    public static ImmutableArray<string> Groupings { get; } = ["agent", "channel", "intent", "version", "day", "week"];

    /// <summary>What can be said, in the order in which it is explained.</summary>
    public static ImmutableArray<string> Names { get; } = ["agent", "days", "from", "to", "window", "by", "channel", "intent", "version", "now", "beside", "definition"];

    public string? By { get; init; }
    public string? Channel { get; init; }
    public string? Intent { get; init; }
    public string? Version { get; init; }

    /// <summary>Up to the present, and not to the last night alone.</summary>
    public bool Now { get; init; }
    public string? Beside { get; init; }

    public static KpiQuery Default { get; } = new(null, null, null, DefaultDays, Definition.Default);

    /// <param name="given">The text of an option; null or empty where it is not given.</param>
    public static (KpiQuery? Query, KpiMistake? Mistake) Read(Func<string, string?> given)
    {
        var said = Names.ToDictionary(name => name, name => given(name) is { Length: > 0 } text ? text : null);
        // An agent's name is looked up, whatever its length.
        foreach (var name in (string[])["channel", "intent", "version"])
            if (said[name] is { Length: > LongestName }) return Wrong(name, $"At most {LongestName} characters.");
        var days = DefaultDays;
        if (said["days"] is { } count && !(int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out days) && days is >= 1 and <= MostDays))
            return Wrong("days", $"A whole number from 1 to {MostDays}.");
        if (said["days"] is not null && said["from"] is not null) return Wrong("days", "Either days or from, not both.");
        if (!TryDay(said["from"], out var from)) return Wrong("from", "A day like 2026-03-01 (UTC).");
        if (!TryDay(said["to"], out var to)) return Wrong("to", "A day like 2026-03-01 (UTC).");
        if (from > to) return Wrong("from", "Not after to.");
        if (from is { } first && to is { } last && last.DayNumber - first.DayNumber >= MostDays) return Wrong("from", $"At most {MostDays} days.");
        if (said["window"] is { } window && Definition.Named(window) is null) return Wrong("window", OneOf(Definition.Windows.Select(w => w.Name)));
        if (said["by"] is { } by && !Groupings.Contains(by)) return Wrong("by", OneOf(Groupings));
        if (said["beside"] is { } beside && Neighbours.Named(beside) is null) return Wrong("beside", OneOf(Neighbours.All.Select(n => n.Name)));
        if (said["definition"] is { } definition && definition != Definition.Current.Version) return Wrong("definition", $"{Definition.Current.Version} is the one this program counts by.");
        if (said["now"] is not (null or "true" or "false")) return Wrong("now", OneOf(["true", "false"]));
        return (new(said["agent"], from, to, days, Definition.Named(said["window"] ?? "") ?? Definition.Default)
        {
            By = said["by"], Channel = said["channel"], Intent = said["intent"], Version = said["version"], Now = said["now"] == "true", Beside = said["beside"],
        }, null);
    }

    /// <summary>The days asked for. As of a midnight the day before is the last one; as of any other time its own day.</summary>
    public KpiSpan SpanAt(DateTimeOffset asOf)
    {
        var to = To ?? LastDay(asOf);
        return new(From ?? to.AddDays(1 - Days), to);
    }

    public bool Takes(Cell cell) => (Channel is null || cell.Channel == Channel) && (Intent is null || cell.Family == Intent) && (Version is null || cell.Version == Version);

    /// <summary>Where nothing was counted yet, a day that has nobody's cases.</summary>
    internal static DateOnly LastDay(DateTimeOffset asOf) => asOf.Year < Earliest ? new(Earliest, 1, 1) : DateOnly.FromDateTime(asOf.UtcDateTime.AddTicks(-1));

    private static bool TryDay(string? text, out DateOnly? day)
    {
        day = null;
        if (text is null) return true;
        if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var read) || read.Year is < Earliest or > Latest) return false;
        day = read;
        return true;
    }

    private static string OneOf(IEnumerable<string> words) => $"One of {string.Join(", ", words)}.";

    private static (KpiQuery?, KpiMistake?) Wrong(string name, string allowed) => (null, new(name, allowed));
}

/// <summary>An option cannot be what it was said to be.</summary>
/// <param name="Allowed">A sentence.</param>
public sealed record KpiMistake(string Option, string Allowed);

using System.Globalization;
using System.Text.Json;
using FunctionsAgent.Conversations;

namespace FunctionsAgent.Feedback;

/// <summary>How often a guard decided so. What stands in shadow was not done.</summary>
/// <param name="Side">input, tool or output.</param>
/// <param name="Mode">on or shadow.</param>
/// <param name="Do">allow, refuse, escalate, replace, confirm, retry, …; <c>none</c> where it gave no verdict.</param>
public sealed record GuardCount(string Guard, string Version, string Side, string Mode, string Do, long Count);

/// <summary>A guard's scores of one ISO week, from 0 to 100: their sum and number, so that pages can be added up.</summary>
/// <param name="Week">As 2026-W47.</param>
public sealed record GuardScore(string Guard, string Week, double Sum, long Count);

/// <summary>Adds up what guards said, by the events' data alone. Of a guard in shadow the log keeps what it would have done, and of the others what it noted.</summary>
public sealed class GuardTally
{
    private const string Voice = "voice";

    private readonly Dictionary<(string Guard, string Version, string Side, string Mode, string Do), long> counts = [];
    private readonly Dictionary<(string Guard, string Week), (double Sum, long Count)> scores = [];

    public IReadOnlyList<GuardCount> Counts => [.. counts.OrderBy(c => c.Key).Select(c => new GuardCount(c.Key.Guard, c.Key.Version, c.Key.Side, c.Key.Mode, c.Key.Do, c.Value))];

    public IReadOnlyList<GuardScore> Scores => [.. scores.OrderBy(s => s.Key).Select(s => new GuardScore(s.Key.Guard, s.Key.Week, s.Value.Sum, s.Value.Count))];

    public void Add(Event e)
    {
        var side = e.Type switch { EventTypes.InputChecked => "input", EventTypes.ToolCalled => "tool", EventTypes.OutputChecked or EventTypes.HandoffOpened => "output", _ => null };
        if (side is null) return;
        foreach (var mode in (ReadOnlySpan<(string Name, string Mode)>)[("verdicts", "on"), ("shadow", "shadow")])
            if (e.Data.TryGetProperty(mode.Name, out var verdicts) && verdicts.ValueKind == JsonValueKind.Array)
                foreach (var verdict in verdicts.EnumerateArray()) Add(verdict, side, mode.Mode, e.At);
    }

    private void Add(JsonElement verdict, string side, string mode, DateTimeOffset at)
    {
        if (Text(verdict, "rule") is not { } guard || Text(verdict, "do") is not { } action) return;
        var evidence = verdict.TryGetProperty("evidence", out var found) && found.ValueKind == JsonValueKind.Object ? found : default;
        var failed = evidence.ValueKind == JsonValueKind.Object && evidence.TryGetProperty("failed", out _);
        var key = (guard, Text(verdict, "version") ?? "", side, mode, failed ? "none" : action);
        counts[key] = counts.GetValueOrDefault(key) + 1;
        if (guard != Voice || failed || evidence.ValueKind != JsonValueKind.Object || !evidence.TryGetProperty("score", out var score) || !score.TryGetDouble(out var points)) return;
        var week = (guard, $"{ISOWeek.GetYear(at.UtcDateTime):D4}-W{ISOWeek.GetWeekOfYear(at.UtcDateTime):D2}");
        var (sum, count) = scores.GetValueOrDefault(week);
        scores[week] = (sum + points, count + 1);
    }

    private static string? Text(JsonElement json, string name) => json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

using System.Text.Json;
using System.Text.Json.Nodes;
using FunctionsAgent.Tests.Drivers;

namespace FunctionsAgent.Tests.Chaos;

/// <summary>A log without what may differ between two runs: times, salts, hashes, and what carries the name of the run.</summary>
internal static class LogShape
{
    private static readonly string[] Times = ["milliseconds", "due", "accepted"];

    /// <summary>Numbers that point into the log, and names made of them: they move when a crash adds an event.</summary>
    private static readonly string[] Positions = ["key", "checked", "received", "event", "ofTurn", "providerId"];

    /// <summary>
    /// The events of one run of a scenario. What a crash may add is taken out: <c>DecisionSuperseded</c>, attempts, and a mail
    /// of which nobody knows whether it was sent. The feedback stage runs beside the others: its events come last.
    /// </summary>
    public static IReadOnlyList<string> Of(IEnumerable<LoggedEvent> log, string run, string thread)
    {
        var lines = log.Where(e => e.Type != "DecisionSuperseded" && e.Text("signal") != "delivery-unknown")
            .Select(e => (e.Stage, Line: Line(e, [.. Times, .. Positions, "attempts", "day", "original", "tokenHash"]).Replace(run, "RUN", StringComparison.Ordinal).Replace(thread, "THREAD", StringComparison.Ordinal))).ToList();
        return [.. lines.Where(l => l.Stage != "feedback").Select(l => l.Line), .. lines.Where(l => l.Stage == "feedback").Select(l => l.Line).Order(StringComparer.Ordinal)];
    }

    private static string Line(LoggedEvent e, string[] without)
    {
        var data = JsonNode.Parse(e.Data.GetRawText())!.AsObject();
        foreach (var name in without) data.Remove(name);
        // Made of the conversation somebody came with first, which carries the name of the run.
        if (data["person"] is not null) data["person"] = "SOMEBODY";
        if (e.Type == "ReplySent" && e.Text("outcome") == "unknown") data["outcome"] = "sent";
        var content = e.Json.TryGetProperty("content", out var pieces) && pieces.ValueKind == JsonValueKind.Array ? pieces.GetRawText() : "";
        return $"{e.Stage} {e.Type} {data.ToJsonString()} {content}";
    }
}

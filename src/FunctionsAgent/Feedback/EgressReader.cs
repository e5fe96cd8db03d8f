using System.Text.Json;
using AgentScript.Running;
using FunctionsAgent.Agents;
using FunctionsAgent.Conversations;

namespace FunctionsAgent.Feedback;

/// <summary>Which calls an event of the log stands for. Pure, and by the event's data alone: what was erased is told, too.</summary>
public static class EgressReader
{
    /// <summary>Every prompt counted as personal before events said what they carry.</summary>
    private const string Otherwise = DataClass.Personal;

    public static IEnumerable<EgressCall> Of(string conversation, Event e) => e.Type switch
    {
        EventTypes.ModelCalled => Models(conversation, e),
        EventTypes.ToolCalled when Left(e) => [Call(conversation, e, "tool", e.Text("tool")!, e.Text("outcome") == "failed" ? e.Text("class") : e.Text("outcome")) with { Address = e.Text("address") }],
        EventTypes.ReplySent when (e.Text("provider") ?? (e.Text("providerId") is null ? null : "channel")) is { } provider => [Call(conversation, e, "channel", provider, e.Text("outcome"))],
        EventTypes.DeliveryFailed when e.Text("provider") is { } provider => [Call(conversation, e, "channel", provider, e.Text("class"))],
        _ => [],
    };

    public static IReadOnlyList<EgressTotal> Totals(IEnumerable<EgressCall> calls) =>
    [
        .. calls.GroupBy(c => (c.Kind, c.To, c.Boundary, c.RetentionDays, c.Contract, c.DataClass))
            .Select(g => new EgressTotal(g.Key.Kind, g.Key.To, g.Key.Boundary, g.Key.RetentionDays, g.Key.Contract, g.Key.DataClass, g.Count()))
            .OrderBy(t => t.Kind, StringComparer.Ordinal).ThenBy(t => t.To, StringComparer.Ordinal).ThenBy(t => t.DataClass, StringComparer.Ordinal),
    ];

    /// <summary>Each attempt that was sent; one that failed had its bytes, too.</summary>
    private static IEnumerable<EgressCall> Models(string conversation, Event e)
    {
        if (!e.Data.TryGetProperty("attempts", out var attempts) || attempts.ValueKind != JsonValueKind.Array)
            return e.Text("endpoint") is { } endpoint ? [Call(conversation, e, "model", endpoint, e.Text("outcome"))] : [];
        return attempts.EnumerateArray().Where(WasSent).Select(attempt => Call(conversation, e, "model", Text(attempt, "endpoint") ?? "", Text(attempt, "result")) with
        {
            Boundary = Text(attempt, "boundary"),
            RetentionDays = attempt.TryGetProperty("retentionDays", out var days) && days.ValueKind == JsonValueKind.Number ? days.GetInt64() : null,
            Contract = Text(attempt, "contract"),
            Rule = Text(attempt, "rule"),
        });
    }

    /// <summary>An older event does not say so itself.</summary>
    private static bool WasSent(JsonElement attempt) => attempt.ValueKind == JsonValueKind.Object
        && (attempt.TryGetProperty("sent", out var sent) ? sent.ValueKind == JsonValueKind.True : Text(attempt, "result") is not ("boundary" or "circuit_open"));

    /// <summary>A call refused beforehand, of nothing, or of our own articles stays here.</summary>
    private static bool Left(Event e) => e.Text("tool") is not null && e.Text("target") != PackageReader.KnowledgeTarget && e.Text("outcome") is not (null or "refused") && e.Text("class") is not ("undefined_tool" or "invalid_arguments");

    private static EgressCall Call(string conversation, Event e, string kind, string to, string? result) =>
        new(conversation, e.Seq, e.At, e.Turn, kind, to, null, e.Text("dataClass") ?? Otherwise, null, null, null, null, result ?? "unknown");

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

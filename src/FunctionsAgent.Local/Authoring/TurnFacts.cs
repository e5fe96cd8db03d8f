using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Text.Json.Nodes;

namespace FunctionsAgent.Local.Authoring;

/// <summary>What became of a turn, read from its events in the log.</summary>
/// <param name="Reply">All the customer was told.</param>
/// <param name="Tools">Called, in order; one that a policy refused was not.</param>
/// <param name="Handoff">The reason; null: it was not handed over.</param>
/// <param name="Outcome">replied, handed-off or closed; null when there was no answer.</param>
/// <param name="Effect">The script's last effect: reply, ask, …</param>
/// <param name="Trace">What the script did: <c>kind name line</c>.</param>
internal sealed record TurnFacts(
    string Reply, string? Intent, ImmutableArray<string> Tools, ImmutableArray<string> Policies, string? Handoff, string? Outcome, string? Effect,
    ImmutableArray<string> Trace)
{
    public static TurnFacts Of(IReadOnlyList<JsonNode> events)
    {
        var byType = events.ToLookup(e => e.Text("type"));
        var called = byType["ToolCalled"].Select(e => e["data"]).ToArray();
        var steps = byType["ScriptStepped"].Select(e => e["data"]).ToArray();
        var (handedOver, replied) = (byType["HandoffOpened"].LastOrDefault(), byType["ReplySent"].Any());
        return new TurnFacts(
            string.Join('\n', byType["ReplySent"].SelectMany(e => e.Items("content")).Where(piece => piece.Text("name") == "text").Select(piece => piece.Text("value"))),
            byType["IntentMatched"].LastOrDefault()?["data"].Text("intent"),
            [.. called.Where(data => data.Text("outcome") != "refused").Select(data => data.Text("tool") is { Length: > 0 } tool ? tool : data.Text("target"))],
            [.. byType["PolicyApplied"].Select(e => e["data"].Text("rule")), .. called.Select(data => data?["verdict"].Text("rule")).OfType<string>().Where(rule => rule.Length > 0)],
            handedOver is null ? null : handedOver.Items("content").FirstOrDefault(piece => piece.Text("name") == "reason") is { } said ? said.Text("value") : handedOver["data"].Text("reason"),
            handedOver is not null ? "handed-off" : byType["ConversationClosed"].Any() ? "closed" : replied ? "replied" : null,
            steps.LastOrDefault(data => data.Text("effect").Length > 0) is { } last ? Kebab(last.Text("effect")) : null,
            [.. steps.SelectMany(data => data.Items("trace")).Select(step => step.Plain())]);
    }

    /// <summary>EndTurn → end-turn.</summary>
    private static string Kebab(string name) => string.Concat(name.Select((c, i) => !char.IsUpper(c) ? $"{c}" : i == 0 ? $"{char.ToLowerInvariant(c)}" : $"-{char.ToLowerInvariant(c)}"));
}

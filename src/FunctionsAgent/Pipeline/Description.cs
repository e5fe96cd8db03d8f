using FunctionsAgent.Agents;
using FunctionsAgent.Channels;
using FunctionsAgent.Conversations;
using FunctionsAgent.Feedback;

namespace FunctionsAgent.Pipeline;

/// <summary>What stands between a customer and a reply, in order, printed from what runs: by layer of the Agentic Enterprise Architecture.</summary>
public sealed class Description(Stages stages, PipelineOptions options, ChannelOptions channels, Night night, NightReportOptions report)
{
    public object Of(IEnumerable<Package> packages) => new { agents = packages.Select(Of) };

    private object Of(Package package) => new
    {
        name = package.Name,
        version = package.Version,
        layers = new[]
        {
            Layer("engagement",
            [
                Item("channel", "chat", "web page at /, HTTP, long poll, Server-Sent Events"),
                Item("channel", "api", "POST /api/agents/{agent}/messages"),
                Item("channel", "webhook", channels.Webhook.Count == 0 ? "no source set" : string.Join(", ", channels.Webhook.Keys)),
                Item("channel", "email", channels.Mime.BearerToken is null ? "closed: Channels__Mime__BearerToken is not set" : "MIME in, SMTP out"),
                Item("channel", "voice", channels.Twilio.AuthToken is null ? "closed: Channels__Twilio__AuthToken is not set" : "Twilio"),
                Item("hand-off", package.Scope.HandsTo, "state, event and one message"),
            ]),
            Layer("agent",
            [
                .. stages.All.Select((s, n) => Item("stage", s.Name, $"{n + 1} of {stages.All.Length}")),
                Item("run ahead", options.RunAhead.ToString().ToLowerInvariant(), "when a process goes on with the next stage itself"),
                Item("flow", package.Flow.Name, "a deterministic script, no model"),
            ]),
            Layer("trust",
            [
                .. package.Guards.Where(g => g.Info.At == "input").Select(g => Item("guard, way in", $"{g.Info.Name} {g.Info.Version}", g.Info.Description)),
                .. package.Policies.Select(p => Item($"policy at {p.Info.At}", $"{p.Info.Name} {p.Info.Version}", p.Info.Description)),
                .. package.Guards.Where(g => g.Info.At == "output").Select(g => Item("guard, way out", $"{g.Info.Name} {g.Info.Version}", g.Info.Description)),
            ]),
            Layer("system of work", [.. package.Tools.Select(t => Item($"tool, {t.Effect.ToString().ToLowerInvariant()}", t.Name, $"{t.Http.Method} {t.Http.Url}, keeps {string.Join(", ", t.Project.Keys.Concat(t.Lists.Keys).Order(StringComparer.Ordinal))}"))]),
            Layer("after go-live",
            [
                Item("goal", package.Kpi.Metric, $"{package.Kpi.Target:P0} in {package.Kpi.Window}, owner {package.Kpi.Owner}"),
                Item("definition", $"metrics {Definition.Current.Version}", $"outcomes, figures and their windows: {string.Join(", ", Definition.Windows.Select(window => window.Name))}"),
                Item("timer", "nightly", $"02:00 UTC: {string.Join(", ", night.Parts)}"),
                Item("report", "nightly", report.Described),
                .. KpiAlerts.Rules.Select(rule => Item($"KPI {rule.Severity}", $"{rule.Name} {rule.Version}", rule.What)),
            ]),
        },
    };

    private static object Layer(string layer, object[] items) => new { layer, items };

    private static object Item(string kind, string name, string detail) => new { kind, name, detail };
}

using System.Globalization;
using AgentScript.Running;
using FunctionsAgent.Agents;
using FunctionsAgent.Channels;
using FunctionsAgent.Conversations;
using FunctionsAgent.Feedback;
using FunctionsAgent.Reasoning;

namespace FunctionsAgent.Pipeline;

/// <summary>What stands between a customer and a reply, in order, printed from what runs: by layer of the Agentic Enterprise Architecture.</summary>
public sealed class Description(Stages stages, PipelineOptions options, ChannelOptions channels, Night night, NightReportOptions report, ModelRegistry models)
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
                Item("flow", package.Flow.Name, package.Flow is ScriptFlow ? "Agent Script" : "written in C#"),
                .. Intents(package),
                .. Models(package),
            ]),
            Layer("context", [.. Knowledge(package)]),
            Layer("trust",
            [
                .. Guards(package, "input", "guard, way in"),
                .. package.Policies.Select(p => Item($"policy at {p.Info.At}", $"{p.Info.Name} {p.Info.Version}", p.Info.Description)),
                .. Masking(package),
                .. Guards(package, "tool", "guard, a model's call"),
                .. Guards(package, "output", "guard, way out"),
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

    private static IEnumerable<object> Masking(Package package)
    {
        if (package.Manifest is not { Masking: { IsOff: false } masking }) yield break;
        yield return Item("masking, before a model", string.Join(", ", [.. masking.Entities, .. masking.Fields, .. masking.Custom.Select(custom => custom.Name)]), "tokens stand for them; the customer reads the words");
        foreach (var lost in MaskedReads.Of(package)) yield return Item("warning", lost.Field, lost.ToString());
    }

    private static IEnumerable<object> Guards(Package package, string side, string kind) => package.Guards.Where(use => use.Info.At == side).Select(use => Item(
        kind, $"{use.Info.Name} {use.Info.Version}", string.Create(CultureInfo.InvariantCulture, $"{use.Mode.ToString().ToLowerInvariant()}, at most {use.Guard.Deadline.TotalMilliseconds:0} ms, fails {use.Guard.Fails.ToString().ToLowerInvariant()}: {use.Info.Description}")));

    private static IEnumerable<object> Intents(Package package)
    {
        if (package.Flow is not ScriptFlow { Script: var script }) yield break;
        var intents = script.Nodes.Where(n => n.Intent is not null).ToList();
        var how = package.Learned.Intents is { } model
            ? string.Create(CultureInfo.InvariantCulture, $"slots, words and examples, then a classifier of {model.Intents.Length} of them (threshold {model.Threshold:0.00})")
            : "slots, words and examples; too few intents with examples for a classifier";
        yield return Item("intents", $"{intents.Count}", how);
    }

    private IEnumerable<object> Models(Package package)
    {
        var plan = package.Manifest?.Models ?? ModelPlan.Default;
        var endpoints = models.Used(plan.Use);
        if (endpoints.Count == 0) yield return Item("model", "none", "scripts, articles and people answer");
        foreach (var endpoint in endpoints)
        {
            var personal = ModelBoundary.Judge(endpoint, DataClass.Personal, plan.Boundaries, plan.RetentionDays);
            yield return Item("model", endpoint.Name, $"{endpoint.Kind} {endpoint.Deployment}, boundary {endpoint.Boundary ?? "not named"}, kept {endpoint.Retention} days{(endpoint.IsReviewed ? ", people may read" : "")}{(endpoint.Training ? ", trained on" : "")}; personal data: {(personal.IsAdmitted ? "yes" : "no")} ({personal.Rule})");
        }
        if (endpoints.Count > 0)
            yield return Item("model budget", string.Create(CultureInfo.InvariantCulture, $"{plan.Limits.Turn:N0} tokens a turn"),
                string.Create(CultureInfo.InvariantCulture, $"{plan.Limits.Node:N0} a sub-agent, {(plan.Limits.Day is { } day ? $"{day:N0} a day" : "no limit a day")}; prompt: instructions {plan.Context.Instructions}, history {plan.Context.History}, knowledge {plan.Context.Knowledge}, tools {plan.Context.Tools}, words {plan.Context.Words}"));
    }

    private static IEnumerable<object> Knowledge(Package package)
    {
        if (package.Articles.IsDefaultOrEmpty) yield return Item("articles", "0", "knowledge/*.md would be answered from");
        else yield return Item("articles", $"{package.Articles.Length}", $"{package.Articles.Sum(a => a.Sections.Length)} sections, {package.Articles.Count(a => a.Retired)} retired, {package.Articles.Count(a => !a.Audience.IsDefaultOrEmpty)} for an audience");
    }

    private static object Layer(string layer, object[] items) => new { layer, items };

    private static object Item(string kind, string name, string detail) => new { kind, name, detail };
}

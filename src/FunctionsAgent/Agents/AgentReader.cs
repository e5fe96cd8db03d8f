using System.Collections.Immutable;
using System.Net.Mail;
using System.Text.RegularExpressions;
using FunctionsAgent.Guardrails;
using FunctionsAgent.Policies;

namespace FunctionsAgent.Agents;

/// <summary>Reads <c>agent.yaml</c> (contracts C5).</summary>
/// <param name="files">Paths of the package, for <c>script</c>.</param>
/// <param name="tools">Names of the package's tools, for <c>at: tool:NAME</c>.</param>
internal sealed partial class AgentReader(Values values, IReadOnlyCollection<string> files, IReadOnlyCollection<string> tools, IReadOnlyCollection<string> flows)
{
    public const string File = "agent.yaml";

    public static ImmutableArray<string> Channels { get; } = ["chat", "api", "webhook", "email", "voice"];

    /// <summary>What the share of is measured: the rates of the metrics' definitions.</summary>
    public static ImmutableArray<string> Metrics { get; } =
    [
        "containment", "strict-containment", "deflection", "escalation-rate", "first-contact-resolution", "csat", "awu-per-interaction", "coverage", "consistency", "grounding", "reliability",
    ];

    /// <summary>How <c>first-contact-resolution</c> may be written as well.</summary>
    private const string ShortMetric = "fcr";

    private PackageErrors Errors => values.Errors;

    /// <summary>Where each skill stands.</summary>
    public Dictionary<string, FilePosition> SkillsAt { get; } = new(StringComparer.Ordinal);

    /// <summary>Where a condition's text can be pointed into, by policy.</summary>
    public HashSet<FilePosition> Inline { get; } = [];

    public AgentManifest Read(YamlNode root)
    {
        var agent = new Fields(root, "agent.yaml", values);
        var name = agent.Need("name", "the agent's name") is { } named ? values.Name(named, "name") : "";
        var kpi = Kpi(new Fields(agent.Need("kpi", "the goal the agent is measured by"), "kpi", values));
        var scope = Scope(new Fields(agent.Need("scope", "what the agent does, does not do and hands to"), "scope", values));
        var (script, flow) = Program(agent);
        var zone = agent.Take("zone") is { } place ? Zone(place) : "UTC";
        var region = agent.Take("region") is { } country ? values.Matching(country, "region", RegionForm(), "a country's two capital letters like US or DE") : "US";
        var channels = agent.Take("channels") is { } doors ? ChannelsOf(doors) : ImmutableDictionary<string, ChannelSpec>.Empty;
        var skills = agent.Take("skills") is { } shown ? Skills(shown) : [];
        var policies = agent.Take("policies") is { } rules ? new PolicyReader(values, tools, Inline).Read(rules) : [];
        var guards = new GuardReader(values).Read(agent.Take("guards"));
        var models = agent.Take("models") is { } plan ? new ModelPlanReader(values).Read(plan) : ModelPlan.Default;
        var masking = agent.Take("masking") is { } hidden ? new MaskingReader(values).Read(hidden) : Masking.None;
        NoSchedules(agent.Take("schedules"));
        var handoff = agent.Take("handoff") is { } desk ? Handoff(new Fields(desk, "handoff", values)) : null;
        var texts = agent.Take("texts") is { } said ? TextsOf(new Fields(said, "texts", values)) : Texts.Default;
        agent.Done();
        return new(name, kpi, scope, script, flow, zone, channels, skills, policies, guards, handoff, texts) { Models = models, Region = region, Masking = masking };
    }

    private Kpi Kpi(Fields kpi)
    {
        var metric = kpi.Need("metric", string.Join(", ", Metrics)) is { } m ? values.Choice(m, "kpi.metric", [.. Metrics, ShortMetric]) : "";
        var baseline = kpi.Need("baseline", "a share from 0 to 1") is { } b ? values.Share(b, "kpi.baseline") : 0;
        var target = kpi.Need("target", "a share from 0 to 1") is { } t ? values.Share(t, "kpi.target") : 0;
        var window = kpi.Need("window", "hours or days like 72h or 7d") is { } w ? values.Matching(w, "kpi.window", WindowForm(), "hours or days like 72h or 7d") : "";
        var owner = kpi.Need("owner", "the person who answers for the goal") is { } o ? values.Text(o, "kpi.owner") : "";
        var outcome = kpi.Need("outcome", "what reaching the goal changes") is { } c ? values.Text(c, "kpi.outcome") : "";
        kpi.Done();
        return new(metric == ShortMetric ? "first-contact-resolution" : metric, baseline, target, window, owner, outcome);
    }

    private Scope Scope(Fields scope)
    {
        var does = scope.Need("does", "a list") is { } d ? values.Texts(d, "scope.does") : [];
        if (scope.Take("does") is YamlSequence { Items.Length: 0 } none) Errors.Add(none.At, "scope.does is empty: an agent that does nothing needs no package.");
        var doesNot = scope.Need("doesNot", "a list, which may be empty") is { } n ? values.Texts(n, "scope.doesNot") : [];
        var handsTo = scope.Need("handsTo", "the desk that takes over") is { } h ? values.Text(h, "scope.handsTo") : "";
        scope.Done();
        return new(does, doesNot, handsTo);
    }

    private (string? Script, string? Flow) Program(Fields agent)
    {
        var (script, flow) = (agent.Take("script"), agent.Take("flow"));
        if (script is null == flow is null)
            Errors.Add(flow is null ? agent.At : agent.KeyAt("flow"), "agent.yaml has either 'script' (a file of the package) or 'flow' (a flow written in C#): exactly one is expected.");
        var file = script is null ? null : values.Text(script, "script", filled: false);
        if (file is { Length: > 0 } && !files.Contains(file))
            Errors.Add(script!.At, $"The package has no file '{Shown.Of(file)}'. {Suggestion.For(file, files.Where(f => f.EndsWith(".agent", StringComparison.Ordinal)))}");
        return (file, flow is null ? null : values.Choice(flow, "flow", flows));
    }

    private string Zone(YamlNode node)
    {
        var zone = values.Text(node, "zone");
        if (zone.Length > 0 && !(ZoneForm().IsMatch(zone) && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found) && found.HasIanaId))
            Errors.Add(node.At, $"zone is an IANA time zone like America/Chicago or Europe/Berlin{Values.Found(node)}.");
        return zone;
    }

    private ImmutableDictionary<string, ChannelSpec> ChannelsOf(YamlNode node)
    {
        var all = new Fields(node, "channels", values);
        var read = ImmutableDictionary.CreateBuilder<string, ChannelSpec>(StringComparer.Ordinal);
        foreach (var name in Channels)
        {
            if (all.Take(name) is not { } door) continue;
            var what = $"channels.{name}";
            var channel = new Fields(door, what, values);
            var origins = name == "chat" && channel.Take("origins") is { } pages ? values.List(pages, $"{what}.origins", Origin) : [];
            var address = name == "email" && channel.Take("address") is { } mail ? Address(mail, $"{what}.address") : null;
            channel.Done();
            read.Add(name, new(origins, address));
        }

        all.Done();
        return read.ToImmutable();
    }

    private string Origin(YamlNode node)
    {
        var origin = values.Text(node, "An origin");
        if (origin.Length > 0 && !(Uri.TryCreate(origin, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.GetLeftPart(UriPartial.Authority) == origin))
            Errors.Add(node.At, $"An origin is scheme and host like https://shop.example, without a path{Values.Found(node)}.");
        return origin;
    }

    private string Address(YamlNode node, string what)
    {
        var address = values.Text(node, what);
        if (address.Length > 0 && !(MailAddress.TryCreate(address, out var mail) && mail.Address == address))
            Errors.Add(node.At, $"{what} is an e-mail address{Values.Found(node)}.");
        return address;
    }

    private ImmutableArray<string> Skills(YamlNode node)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return values.List(node, "skills", item =>
        {
            var skill = values.Matching(item, "A skill", IntentForm(), "the name of an intent: letters, digits and underscores, a letter first");
            if (skill.Length > 0) SkillsAt.TryAdd(skill, item.At);
            if (skill.Length > 0 && !seen.Add(skill)) Errors.Add(item.At, $"The skill '{skill}' stands here a second time.");
            return skill;
        });
    }

    private void NoSchedules(YamlNode? node)
    {
        if (node is not (null or YamlSequence { Items.Length: 0 })) Errors.Add(node.At, "schedules must be empty ([]): this version of the runtime knows no keys in it yet.");
    }

    private HandoffSpec Handoff(Fields handoff)
    {
        var desk = handoff.Need("desk", "the desk that takes over") is { } d ? values.Text(d, "handoff.desk") : "";
        TimeSpan? wait = handoff.Take("wait") is { } w ? values.Duration(w, "handoff.wait") : null;
        var otherwise = handoff.Take("otherwise") is { } o ? values.Choice(o, "handoff.otherwise", Channels) : null;
        if (otherwise is not null && wait is null) Errors.Add(handoff.KeyAt("otherwise"), "handoff.otherwise needs 'wait', after which it applies.");
        handoff.Done();
        return new(desk, wait, otherwise);
    }

    private Texts TextsOf(Fields texts)
    {
        string Said(string key, string otherwise) => texts.Take(key) is { } text ? values.Text(text, $"texts.{key}") : otherwise;
        var standard = Texts.Default;
        var read = new Texts(
            Said("greeting", standard.Greeting), Said("apology", standard.Apology), Said("holding", standard.Holding),
            Said("withPerson", standard.WithPerson), Said("handedOver", standard.HandedOver), Said("goodbye", standard.Goodbye));
        texts.Done();
        return read;
    }

    [GeneratedRegex(@"\A[1-9][0-9]{0,2}[hd]\z", RegexOptions.CultureInvariant)]
    private static partial Regex WindowForm();

    [GeneratedRegex(@"\A[A-Z]{2}\z", RegexOptions.CultureInvariant)]
    private static partial Regex RegionForm();

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9_]{0,79}\z", RegexOptions.CultureInvariant)]
    public static partial Regex IntentForm();

    [GeneratedRegex(@"\A[A-Za-z]+([/_+-][A-Za-z0-9]+)*\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex ZoneForm();
}

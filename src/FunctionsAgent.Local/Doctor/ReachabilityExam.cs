using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Channels;
using FunctionsAgent.Tools;

namespace FunctionsAgent.Local.Doctor;

/// <summary>
/// Whether the peers the settings and the agents name can be reached: the tools' base addresses, models, reply addresses,
/// the report's receiver and the mail server. Any answer is an answer, also a refusal: whether a call is right is the agents' tests' business.
/// </summary>
internal sealed partial class ReachabilityExam : IExam
{
    public string Area => "reachability";

    public async Task<IReadOnlyList<Finding>> RunAsync(Patient patient, CancellationToken ct)
    {
        using var egress = EgressGuard.CreateClient(allowLoopback: !patient.IsAzure);
        var tools = patient.Packages.SelectMany(package => package.Tools).SelectMany(Urls)
            .DistinctBy(url => url.Base, StringComparer.Ordinal).Select(url => ToolAsync(patient, url, ct));
        var models = Children(patient, "Models").Where(model => model["Kind"]?.Trim().ToLowerInvariant() is not ("scripted" or "replay")).Select(model => model["Endpoint"]).OfType<string>()
            .Where(text => text.Length > 0).Select(text => PeerAsync(patient, "model", "Models__…__Endpoint", text, null, ct));
        var replies = Children(patient, "Channels:Webhook").Where(source => source["ReplyUrl"] is { Length: > 0 })
            .Select(source => PeerAsync(patient, $"replies to {source.Key}", $"Channels__Webhook__{source.Key}__ReplyUrl", source["ReplyUrl"]!, egress, ct));
        var reports = new[] { patient.Settings["Report:Webhook:Url"] }.OfType<string>().Where(text => text.Length > 0)
            .Select(text => PeerAsync(patient, "nightly report", "Report__Webhook__Url", text, egress, ct));
        return await Task.WhenAll(tools.Concat(models).Concat(replies).Concat(reports).Append(MailAsync(patient, ct)));
    }

    private async Task<Finding> ToolAsync(Patient patient, (string Tool, string Base) url, CancellationToken ct)
    {
        if (Setting().Match(url.Base) is not { Success: true } match) return await PeerAsync(patient, $"tool {url.Tool}", "the tool's url", url.Base, null, ct);
        var name = match.Groups[1].Value;
        if (patient.Settings[name.Replace("__", ":", StringComparison.Ordinal)] is { Length: > 0 } value) return await PeerAsync(patient, $"tool {url.Tool}", name, value, null, ct);
        return name == "Shop" && !patient.IsAzure
            ? Finding.Ok(Area, $"tool {url.Tool}", "the sample's backend starts with the program")
            : Finding.Failed(Area, $"tool {url.Tool}", $"Setting {name} is missing: its calls fail.", $"Set {name} to the base address of that system.");
    }

    private async Task<Finding> PeerAsync(Patient patient, string what, string setting, string address, HttpClient? through, CancellationToken ct)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http"))
            return Finding.Failed(Area, what, $"{setting} is no address.", $"Set {setting} to an absolute http or https address.");
        var answer = await patient.Peers.AskAsync(HttpMethod.Head, url, ct, through);
        return answer switch
        {
            { Status: 0 } => Finding.Failed(Area, what, $"{url.Authority} cannot be reached: {answer.Trouble}.", $"Check {setting}, the name in DNS, the firewall, and whether the peer runs."),
            { Status: >= 500 } => Finding.Warning(Area, what, $"{url.Authority} answers {answer.Status}.", "It is there and in trouble: look at its own log."),
            _ => Finding.Ok(Area, what, $"{url.Authority} answers {answer.Status}"),
        };
    }

    private async Task<Finding> MailAsync(Patient patient, CancellationToken ct)
    {
        var smtp = ChannelSettings.Read(patient.Settings).Smtp;
        if (string.IsNullOrWhiteSpace(smtp.Host)) return Finding.Ok(Area, "mail", "no server is set");
        var trouble = await new SmtpOutbound(smtp, patient.Time).ProbeAsync(Peers.Patience, ct);
        return trouble is null
            ? Finding.Ok(Area, "mail", $"{smtp.Host}:{smtp.Port} takes mail{(string.IsNullOrEmpty(smtp.User) ? "" : ", and its sign-in works")}")
            : Finding.Failed(Area, "mail", $"{smtp.Host}:{smtp.Port}: {trouble}", "Check Channels__Smtp__Host, Port, User and Password, and the firewall.");
    }

    private static IEnumerable<(string Tool, string Base)> Urls(ToolSpec tool) =>
        new[] { tool.Http, tool.Reconcile }.OfType<HttpSpec>().Select(http => (tool.Name, Base().Match(http.Url).Value)).Where(url => url.Value.Length > 0);

    private static IEnumerable<Microsoft.Extensions.Configuration.IConfigurationSection> Children(Patient patient, string section) => patient.Settings.GetSection(section).GetChildren();

    [GeneratedRegex(@"^(\$\{[^}]+\}|https?://[^/?]+)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Base();

    [GeneratedRegex(@"^\$\{([^}]+)\}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Setting();
}

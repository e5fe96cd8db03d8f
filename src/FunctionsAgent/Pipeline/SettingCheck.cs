using AgentScript.Linting;
using FunctionsAgent.Storage;
using Microsoft.Extensions.Configuration;

namespace FunctionsAgent.Pipeline;

/// <summary>Holds a configuration to <see cref="SettingTable"/>: values, what belongs together, and names that nobody reads.</summary>
public static class SettingCheck
{
    /// <summary>A section that is longer or shorter by more is another's, and not one of ours misspelt.</summary>
    private const int MisspeltBy = 2;

    private static readonly string[] Sections = [.. SettingNames.All.Where(name => name.Contains("__", StringComparison.Ordinal)).Select(Section).Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <summary>What must be complete: each of the settings needs all behind the arrow, in the same place.</summary>
    private static readonly (string[] Any, string[] Needs)[] Together =
    [
        (["AzureAd__TenantId", "AzureAd__Audience", "AzureAd__ClientSecret"], ["AzureAd__ClientId"]),
        (["AzureAd__ClientId"], ["AzureAd__TenantId"]),
        (["AuthMd__External__Audience"], ["AuthMd__External__Issuer"]),
        (["Models__{name}__Kind", "Models__{name}__Deployment", "Models__{name}__ApiKey"], ["Models__{name}__Endpoint"]),
        (["Models__{name}__Endpoint"], ["Models__{name}__Kind", "Models__{name}__Deployment"]),
        (["AuthMd__TrustedIssuers__{n}__Name", "AuthMd__TrustedIssuers__{n}__JwksUri", "AuthMd__TrustedIssuers__{n}__ChecksClient"], ["AuthMd__TrustedIssuers__{n}__Issuer"]),
        (["AuthMd__TrustedIssuers__{n}__Issuer"], ["Public__BaseUrl"]),
        (["Channels__Webhook__{source}__Secret__Previous", "Channels__Webhook__{source}__ReplyUrl"], ["Channels__Webhook__{source}__Secret"]),
        (["Channels__Twilio__AccountSid", "Channels__Twilio__AuthToken__Previous", "Channels__Twilio__From"], ["Channels__Twilio__AuthToken"]),
        (["Channels__Mime__BearerToken__Previous"], ["Channels__Mime__BearerToken"]),
        (["Channels__Mime__BearerToken"], ["Channels__Smtp__Host", "Channels__Smtp__From"]),
        (["Report__Email"], ["Channels__Smtp__Host", "Channels__Smtp__From"]),
        (["Report__Webhook__Url"], ["Report__Webhook__Secret"]),
        (["Report__Webhook__Secret"], ["Report__Webhook__Url"]),
        (["Channels__Smtp__Host"], ["Channels__Smtp__From"]),
        (["Channels__Smtp__From", "Channels__Smtp__User"], ["Channels__Smtp__Host"]),
        (["Channels__Smtp__User"], ["Channels__Smtp__Password"]),
        (["Channels__Smtp__Password"], ["Channels__Smtp__User"]),
    ];

    /// <summary>Everything that is wrong, the worst first, then by name.</summary>
    public static IReadOnlyList<SettingProblem> Of(IConfiguration configuration)
    {
        var set = configuration.AsEnumerable().Where(pair => !string.IsNullOrWhiteSpace(pair.Value))
            .ToDictionary(pair => pair.Key.Replace(":", "__", StringComparison.Ordinal), pair => pair.Value!, StringComparer.OrdinalIgnoreCase);
        return [.. set.Select(pair => Value(pair.Key, pair.Value)).OfType<SettingProblem>().Concat(Incomplete(set))
            .OrderBy(problem => problem.Trouble).ThenBy(problem => problem.Name, StringComparer.OrdinalIgnoreCase)];
    }

    /// <exception cref="SettingException">Names every setting whose value cannot be.</exception>
    public static void Require(IConfiguration configuration)
    {
        var invalid = Of(configuration).Where(problem => problem.Trouble == SettingTrouble.Invalid).Select(problem => problem.What).ToList();
        if (invalid.Count > 0) throw new SettingException(string.Join(' ', invalid));
    }

    private static SettingProblem? Value(string name, string value)
    {
        if (SettingTable.Find(name) is not { } setting) return Unknown(name);
        return setting.Problem(name, value) is { } problem ? new(name, SettingTrouble.Invalid, problem, $"{setting.Meaning}. Set {setting.Form.Takes}, or remove it.") : null;
    }

    private static SettingProblem? Unknown(string name)
    {
        // Names without a section are the tools' and the machine's: theirs are not ours to know.
        if (!name.Contains("__", StringComparison.Ordinal)) return null;
        var section = Section(name);
        if (!Sections.Contains(section, StringComparer.OrdinalIgnoreCase)
            && (Suggestion.Nearest(section, Sections) is not { } ours || Math.Abs(ours.Length - section.Length) > MisspeltBy)) return null;
        return new(name, SettingTrouble.Unknown, $"Setting {name} is not known: nobody reads it.",
            Suggestion.Nearest(name, Candidates(name)) is { } meant ? $"Did you mean {meant}?" : "Remove it; `doctor --settings` lists those there are.");
    }

    /// <summary>The names of the table with the operator's own words in their places.</summary>
    private static IEnumerable<string> Candidates(string name)
    {
        var parts = name.Split("__");
        foreach (var setting in SettingNames.All)
        {
            var pattern = setting.Split("__");
            yield return string.Join("__", pattern.Select((part, i) => part[0] == '{' && i < parts.Length && parts[i].Length > 0 ? parts[i] : part));
        }
    }

    private static IEnumerable<SettingProblem> Incomplete(Dictionary<string, string> set)
    {
        var missing = new SortedDictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (any, needs) in Together)
            foreach (var pattern in any)
                foreach (var name in set.Keys.Where(new Setting(pattern, SettingForm.Text, "").Matches))
                    foreach (var need in needs.Select(need => Alike(need, name)).Where(need => !set.ContainsKey(need) && !IsModelFile(set, need)))
                        missing.TryAdd(need, name);
        return missing.Select(pair => new SettingProblem(pair.Key, SettingTrouble.Incomplete, $"Setting {pair.Key} is missing: {pair.Value} is set and needs it.", $"Set {pair.Key}, or remove {pair.Value}."));
    }

    /// <summary>A model that is a file has no deployment.</summary>
    private static bool IsModelFile(Dictionary<string, string> set, string need) =>
        new Setting("Models__{name}__Deployment", SettingForm.Text, "").Matches(need) && set.TryGetValue(Alike("Models__{name}__Kind", need), out var kind) && kind.Trim().ToLowerInvariant() is ("scripted" or "replay");

    /// <summary>A pattern with the words that stand at its <c>{…}</c> in a name.</summary>
    private static string Alike(string pattern, string name)
    {
        var parts = name.Split("__");
        return string.Join("__", pattern.Split("__").Select((part, i) => part[0] == '{' ? parts[i] : part));
    }

    private static string Section(string name) => name.Split("__")[0];
}

using System.Text.RegularExpressions;
using FunctionsAgent.Storage;

namespace FunctionsAgent.Tests.Infra;

/// <summary>What a text of the repository tells people to type or to look for.</summary>
internal static partial class Documented
{
    /// <summary>
    /// Commands of ours, as words: <c>fa VERB …</c> or <c>dotnet run --project src/FunctionsAgent.Local -- VERB …</c>, in lines of
    /// code and between backticks.
    /// </summary>
    public static IEnumerable<string[]> Commands(string text) =>
        Command().Matches(Continued().Replace(text, " ")).Select(match => Words().Matches(match.Groups["line"].Value)
            .Select(word => word.Value.Trim('"')).TakeWhile(word => !word.StartsWith('#') && word is not ("|" or "&&" or ">"))
            // Of words nobody knows before it runs.
            .Where(word => !word.StartsWith("${", StringComparison.Ordinal)).ToArray()).Where(words => words.Length > 0);

    /// <summary>Settings between backticks, with a name for what stands in braces; what ends in … names a group of them.</summary>
    public static IEnumerable<string> Settings(string text) =>
        Setting().Matches(text).Select(match => match.Groups[1].Value.Replace("{source}", "x", StringComparison.Ordinal).Replace("{name}", "x", StringComparison.Ordinal));

    public static bool IsSetting(string name) => name.EndsWith('…')
        ? SettingTable.All.Any(setting => setting.Name.Replace("{source}", "x", StringComparison.Ordinal).Replace("{name}", "x", StringComparison.Ordinal).StartsWith(name.TrimEnd('…'), StringComparison.Ordinal))
        : SettingNames.Knows(name) || PlatformSettings.Deployed.Contains(name) || PlatformSettings.Local.Contains(name);

    [GeneratedRegex(@"(?:^[ $]*|`|\|\s*)(?:fa|dotnet run --project src/FunctionsAgent\.Local(?: -c Release)? --) (?<line>[^`\n]+)", RegexOptions.Multiline)]
    private static partial Regex Command();

    [GeneratedRegex(@"\s*\\\n\s*")]
    private static partial Regex Continued();

    [GeneratedRegex(@"""[^""]*""|[^\s""]+")]
    private static partial Regex Words();

    [GeneratedRegex(@"`([A-Z]\w+?__[\w{}…]+)`")]
    private static partial Regex Setting();
}

using System.Text.RegularExpressions;
using FunctionsAgent.Local;

namespace FunctionsAgent.Tests.Infra;

/// <summary>Who follows a runbook at night must not meet a command, a setting, a metric or a log line that is not there.</summary>
public sealed partial class RunbooksTests
{
    private static readonly string[] Parts = ["What you see", "What it means", "What to do", "How to know it is over", "What not to do"];

    public static TheoryData<string> Runbooks => [.. Files];

    public static TheoryData<string> Texts => ["README.md", "infra/README.md", .. Names("infra/runbooks")];

    [Theory]
    [MemberData(nameof(Runbooks))]
    public void A_runbook_has_its_five_parts_and_each_says_something(string file)
    {
        var parts = Repository.Read(file).Split("\n## ")[1..].Select(part => part.Split('\n', 2)).ToList();
        Assert.Equal(Parts, parts.Select(part => part[0]));
        Assert.All(parts, part => Assert.True(part[1].Trim().Length > 60, part[0]));
    }

    [Fact]
    public void The_index_names_every_runbook()
    {
        var index = Repository.Read("infra/runbooks/README.md");
        Assert.All(Files, file => Assert.Contains($"]({Path.GetFileName(file)})", index, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void Every_command_it_names_is_one(string file)
    {
        var commands = Documented.Commands(Repository.Read(file)).ToList();
        Assert.NotEmpty(commands);
        Assert.All(commands, command => Assert.Empty(CommandLine.Build().Parse(command).Errors.Select(error => $"{string.Join(' ', command)}: {error.Message}")));
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void Every_setting_it_names_is_one(string file) => Assert.DoesNotContain(Documented.Settings(Repository.Read(file)), name => !Documented.IsSetting(name));

    [Theory]
    [MemberData(nameof(Texts))]
    public void Every_metric_it_names_is_measured(string file) => Assert.All(
        Metric().Matches(Repository.Read(file)).Select(match => match.Groups[1].Value), metric => Assert.True(Instruments.All.ContainsKey(metric), metric));

    [Theory]
    [MemberData(nameof(Runbooks))]
    public void Every_log_line_it_names_is_written(string file) => Assert.All(
        LogLine().Matches(Repository.Read(file)).Select(match => match.Groups[1].Value),
        line => Assert.Contains(LogLines.Value, written => written.Contains(line, StringComparison.Ordinal)));

    [Theory]
    [MemberData(nameof(Texts))]
    public void Every_file_it_leads_to_is_there(string file) => Assert.All(
        Link().Matches(Repository.Read(file)).Select(match => match.Groups[1].Value).Where(link => !link.Contains(':', StringComparison.Ordinal)),
        link => Assert.True(Path.Exists(Path.Combine(Repository.Root, Path.GetDirectoryName(file)!, link)), link));

    [Theory]
    [InlineData("$ fa send \"Where is it?\" --agent a   # now", "send|Where is it?|--agent|a")]
    [InlineData("see `fa parked`.", "parked")]
    [InlineData("dotnet run --project src/FunctionsAgent.Local -- smoke --azure \\\n  --url \"$BASE\"", "smoke|--azure|--url|$BASE")]
    public void A_command_is_found(string text, string words) => Assert.Equal(words.Split('|'), Assert.Single(Documented.Commands(text)));

    [Theory]
    [InlineData("`Retention__Parked`", true)]
    [InlineData("`Channels__Webhook__{source}__Secret__Previous`", true)]
    [InlineData("`Channels__Smtp__…`", true)]
    [InlineData("`Retention__Park`", false)]
    [InlineData("`Retain__…`", false)]
    public void A_setting_is_found_and_judged(string text, bool known) => Assert.Equal(known, Documented.IsSetting(Assert.Single(Documented.Settings(text))));

    private static readonly Lazy<IReadOnlyList<string>> LogLines = new(() =>
        [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "src/FunctionsAgent"), "*.cs", SearchOption.AllDirectories).SelectMany(File.ReadLines)
            .Where(line => line.Contains("[LoggerMessage(", StringComparison.Ordinal))]);

    private static IEnumerable<string> Files => Names("infra/runbooks").Where(file => !file.EndsWith("README.md", StringComparison.Ordinal));

    private static IEnumerable<string> Names(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.md").Order(StringComparer.Ordinal).Select(file => $"{folder}/{Path.GetFileName(file)}");

    [GeneratedRegex(@"`(functionsagent\.[a-z._]+)`")]
    private static partial Regex Metric();

    [GeneratedRegex(@"[Ll]og line `([^`]+)`")]
    private static partial Regex LogLine();

    [GeneratedRegex(@"\]\(([^)#]+)\)")]
    private static partial Regex Link();
}

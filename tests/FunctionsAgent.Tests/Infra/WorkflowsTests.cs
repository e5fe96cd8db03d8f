using System.Globalization;
using System.Text.RegularExpressions;
using FunctionsAgent.Local;

namespace FunctionsAgent.Tests.Infra;

/// <summary>What the pipelines may do, and that what they call is there.</summary>
public sealed partial class WorkflowsTests
{
    private const string Folder = ".github/workflows/";

    public static TheoryData<string> Files => [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, Folder)).Select(file => Folder + Path.GetFileName(file))];

    [Theory]
    [MemberData(nameof(Files))]
    public void An_action_is_pinned_to_a_commit_with_its_version_beside_it(string file)
    {
        var used = Repository.Read(file).Split('\n').Where(line => line.TrimStart(' ', '-').StartsWith("uses: ", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(used);
        Assert.All(used, line => Assert.Matches(@"uses: (\./\.github/workflows/[a-z]+\.yml|[a-z-]+/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+)$", line));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void A_job_has_no_more_rights_than_it_names_an_end_and_no_secret(string file)
    {
        var workflow = Yaml.Read(file);
        Assert.Empty(workflow["permissions"]!.AsObject());
        Assert.DoesNotContain("secrets.", Repository.Read(file), StringComparison.Ordinal);
        Assert.All(workflow["jobs"]!.AsObject(), job =>
        {
            Assert.All(job.Value!["permissions"]!.AsObject(), right => Assert.Contains($"{right.Key}: {right.Value}", (IEnumerable<string>)["contents: read", "id-token: write"]));
            Assert.True(job.Value["uses"] is not null || int.Parse(job.Value["timeout-minutes"]!.GetValue<string>(), CultureInfo.InvariantCulture) <= 90, job.Key);
        });
    }

    /// <summary>Text of an event or of a variable is data to a script, never part of it.</summary>
    [Theory]
    [MemberData(nameof(Files))]
    public void No_script_has_an_expression_in_it(string file) => Assert.All(Scripts(file), script => Assert.DoesNotContain("${{", script, StringComparison.Ordinal));

    [Fact]
    public void A_release_goes_through_tests_then_dev_then_test_then_prod_each_with_its_parameters()
    {
        var jobs = Yaml.Read(".github/workflows/release.yml")["jobs"]!.AsObject();
        Assert.Equal(["build", "package", .. Infrastructure.Environments], jobs.Select(job => job.Key));
        Assert.Equal([null, "build", "package", "dev", "test"], jobs.Select(job => (string?)job.Value!["needs"]));
        Assert.All(Infrastructure.Environments, environment =>
        {
            Assert.Equal(environment, jobs[environment]!["with"]!["environment"]!.GetValue<string>());
            Assert.Equal("./.github/workflows/environment.yml", jobs[environment]!["uses"]!.GetValue<string>());
            Assert.True(File.Exists(Path.Combine(Repository.Root, $"infra/{environment}.bicepparam")));
        });
        Assert.Equal("${{ inputs.environment }}", Yaml.Read(".github/workflows/environment.yml")["jobs"]!["deploy"]!["environment"]!.GetValue<string>());
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void What_is_called_of_ours_is_there(string file) => Assert.All(Scripts(file).SelectMany(Documented.Commands), command =>
        Assert.Empty(CommandLine.Build().Parse(command).Errors.Select(error => $"{string.Join(' ', command)}: {error.Message}")));

    [Fact]
    public void After_a_deployment_doctor_and_smoke_look_at_it()
    {
        var called = Scripts(".github/workflows/environment.yml").SelectMany(Documented.Commands);
        Assert.Equal(["doctor --file", "smoke --azure --url"], called.Select(command => string.Join(' ', command.TakeWhile(word => word[0] != '$'))));
    }

    /// <summary>A variable of the environment that the parameters do not read, or the other way round, is a typing error.</summary>
    [Fact]
    public void The_parameters_read_what_the_workflow_hands_them()
    {
        var read = Infrastructure.Environments.SelectMany(environment => Read().Matches(Repository.Read($"infra/{environment}.bicepparam")))
            .Select(match => match.Groups[1].Value).ToHashSet();
        var handed = Yaml.Read(".github/workflows/environment.yml")["jobs"]!["deploy"]!["env"]!.AsObject().Select(variable => variable.Key);
        Assert.Equal(7, read.Count);
        Assert.Subset(handed.ToHashSet(), read);
    }

    private static IEnumerable<string> Scripts(string file) => Yaml.Read(file)["jobs"]!.AsObject()
        .SelectMany(job => job.Value!["steps"]?.AsArray() ?? []).Select(step => (string?)step!["run"]).OfType<string>();

    [GeneratedRegex(@"readEnvironmentVariable\('([A-Z_]+)'")]
    private static partial Regex Read();
}

using System.CommandLine;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using AgentScript;
using AgentScript.Linting;
using FunctionsAgent.Agents;
using FunctionsAgent.Local.Authoring;
using FunctionsAgent.Pipeline;

namespace FunctionsAgent.Local.Verbs;

/// <summary>
/// <c>agent publish PATH [--override REASON]</c>: runs a package's tests and makes it the version a running instance serves, or
/// the one that the data folder holds for the next. What has errors is refused, and what is not ready (<c>agent ready</c>) unless
/// somebody answers for it.
/// </summary>
internal static class AgentPublishVerb
{
    private static readonly Argument<string> Folder = new("PATH") { Description = "Folder of a package." };
    private static readonly Option<string?> Override = new("--override")
    {
        Description = $"Publishes what is not ready, for this reason ({PublishApi.LeastReason} to {PublishApi.MostReason} characters); who did it and why is kept.", HelpName = "REASON",
    };

    public static Command Create()
    {
        var command = new Command("publish", "Tests a package, stores it as a version that never changes, and has it served.") { Folder, Override };
        command.Validators.Add(result =>
        {
            if (result.GetValue(Override) is { } reason && (reason.Trim().Length < PublishApi.LeastReason || reason.Length > PublishApi.MostReason))
                result.AddError($"--override: say in {PublishApi.LeastReason} to {PublishApi.MostReason} characters why.");
        });
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult line, CancellationToken ct)
    {
        var path = line.GetValue(Folder)!;
        if (PackageReading.ReadOrPrint(line, path) is not { } package || HasErrors(line, package)) return CommandLine.Found;
        var body = PackageUpload.Body(package, await PackageUpload.TestAsync(line, path, package, ct));
        if (line.GetValue(Override) is { } reason) body["override"] = reason;
        await using var client = await OperatorClient.OpenAsync(line, ct);
        var answer = await client.PostAsync("/api/operator/packages", body, ct);
        var over = string.Join(", ", answer.Items("overridden").Select(check => check.Plain()));
        if (line.GetValue(GlobalOptions.Json)) line.Output().WriteJson(answer);
        else line.Output().WriteLine($"{answer.Text("agent")} {answer.Text("version")}{(over.Length > 0 ? $", not ready: {over}" : "")}");
        return CommandLine.Fine;
    }

    private static bool HasErrors(ParseResult line, Package package)
    {
        if (package.Flow is not ScriptFlow { Script: var script }) return false;
        var errors = Linter.Lint(script).Where(d => d.Severity == Severity.Error).ToArray();
        foreach (var error in errors) line.InvocationConfiguration.Error.WriteLine(TextTable.Line(error.Render(script.Tree.Source)));
        return errors.Length > 0;
    }
}

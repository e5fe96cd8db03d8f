using System;
using System.CommandLine;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using AgentScript;
using AgentScript.Linting;
using FunctionsAgent.Agents;
using FunctionsAgent.Local.Authoring;

namespace FunctionsAgent.Local.Verbs;

/// <summary>
/// <c>agent publish PATH</c>: makes a package the version a running instance serves, or the one that the data folder holds
/// for the next. What has errors is refused; tests are not run.
/// </summary>
internal static class AgentPublishVerb
{
    private static readonly Argument<string> Folder = new("PATH") { Description = "Folder of a package." };

    public static Command Create()
    {
        var command = new Command("publish", "Stores a package as a version that never changes, and has it served.") { Folder };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult line, CancellationToken ct)
    {
        if (PackageReading.ReadOrPrint(line, line.GetValue(Folder)!) is not { } package || HasErrors(line, package)) return CommandLine.Found;
        var files = new JsonObject();
        foreach (var (path, bytes) in package.Files!.All) files[path] = Convert.ToBase64String(bytes.Span);
        await using var client = await OperatorClient.OpenAsync(line, ct);
        var answer = await client.PostAsync("/api/operator/packages", new JsonObject { ["files"] = files }, ct);
        if (line.GetValue(GlobalOptions.Json)) line.Output().WriteJson(answer);
        else line.Output().WriteLine($"{answer.Text("agent")} {answer.Text("version")}");
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

using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Azure.Identity;
using FunctionsAgent.Local.Doctor;
using RetailSupportCode;

namespace FunctionsAgent.Local.Verbs;

/// <summary><c>doctor</c>: looks at settings, identity, peers, stores, queues, clock and versions, and says how to mend what is wrong. Changes nothing.</summary>
internal static class DoctorVerb
{
    private static readonly Option<string?> File = new("--file") { Description = "A settings file to examine instead of local.settings.json, one for Azure too.", HelpName = "FILE" };
    private static readonly Option<bool> Settings = new("--settings") { Description = "Print the table of settings instead." };

    public static Command Create()
    {
        var command = new Command("doctor", "Checks settings, identity, peers, stores, queues, clock and versions; exits with 1 when something must be mended.") { File, Settings };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult line, CancellationToken ct)
    {
        var output = line.Output();
        if (line.GetValue(Settings))
        {
            await output.WriteAsync(SettingsText.Markdown());
            return CommandLine.Fine;
        }
        var findings = await Examination.RunAsync(Patient(line), [RetailSupportCodeAgent.Package], ct);
        if (line.GetValue(GlobalOptions.Json)) output.WriteJson(Json(findings));
        else Print(findings, output);
        return findings.Any(finding => finding.State == FindingState.Failed) ? CommandLine.Found : CommandLine.Fine;
    }

    private static Patient Patient(ParseResult line)
    {
        var file = line.GetValue(File);
        if (file is not null && !System.IO.File.Exists(file)) throw new StartException($"--file {file}: there is no such file.");
        Uri? url = null;
        if (line.GetValue(GlobalOptions.Url) is { } text && !Uri.TryCreate(text, UriKind.Absolute, out url)) throw new StartException($"--url {text} is no address: write http://127.0.0.1:7071.");
        var options = GlobalOptions.Host(line);
        var settings = LocalSettings.Read(file is null ? options : options with { SettingsFile = file });
        if (options.AgentsPath is { } agents) settings["Agents:Path"] = agents;
        return new Patient(settings, options.Data, url, options.Time, new Peers(options.Time), new DefaultAzureCredential());
    }

    private static void Print(IReadOnlyList<Finding> findings, TextWriter output)
    {
        var table = new TextTable("STATE", "AREA", "WHAT", "FOUND");
        foreach (var finding in findings) table.Add(finding.Word, finding.Area, finding.What, finding.Detail);
        table.Write(output, TextTable.Width(output));
        foreach (var finding in findings.Where(finding => finding.State != FindingState.Ok))
        {
            output.WriteLine();
            output.WriteLine(TextTable.Line($"{finding.Word}: {finding.What}: {finding.Detail}"));
            output.WriteLine(TextTable.Line($"  mend: {finding.Mend}"));
        }
        output.WriteLine();
        output.WriteLine($"{findings.Count} findings: {Count(FindingState.Ok)} ok, {Count(FindingState.Warning)} warnings, {Count(FindingState.Failed)} FAILED");

        int Count(FindingState state) => findings.Count(finding => finding.State == state);
    }

    private static JsonObject Json(IReadOnlyList<Finding> findings) => new()
    {
        ["ok"] = findings.All(finding => finding.State != FindingState.Failed),
        ["findings"] = new JsonArray([.. findings.Select(finding => new JsonObject
        {
            ["area"] = finding.Area, ["what"] = finding.What, ["state"] = finding.Word, ["detail"] = finding.Detail, ["mend"] = finding.Mend.Length > 0 ? finding.Mend : null,
        })]),
    };
}

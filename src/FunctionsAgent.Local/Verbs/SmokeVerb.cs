using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Azure.Identity;
using FunctionsAgent.Local.Smoke;

namespace FunctionsAgent.Local.Verbs;

/// <summary><c>smoke</c>: a running instance from outside, by HTTP alone; prints what it saw.</summary>
internal static class SmokeVerb
{
    private static readonly Option<bool> Azure = new("--azure") { Description = "The instance runs on Azure: asks for https and, with --bus, sends a forged envelope to its queues." };
    private static readonly Option<string?> BusHost = new("--bus") { Description = "With --azure: the Service Bus namespace, as in example.servicebus.windows.net.", HelpName = "HOST" };
    private static readonly Option<string?> Agent = new("--agent") { Description = "Who is asked; otherwise the first that /auth.md names." };
    private static readonly Option<string> Say = new("--say") { Description = "What is asked.", DefaultValueFactory = _ => "How do I return a lamp?" };

    public static Command Create()
    {
        var command = new Command("smoke", "Checks a running instance from outside and prints what it saw; exits with 1 when something failed.") { Azure, BusHost, Agent, Say };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult line, CancellationToken ct)
    {
        var azure = line.GetValue(Azure);
        if (azure && line.GetValue(GlobalOptions.Url) is null) throw new StartException("--azure needs the --url of the app.");
        if (line.GetValue(BusHost) is { } host && (!azure || Uri.CheckHostName(host) != UriHostNameType.Dns))
            throw new StartException($"--bus {host}: write the host name of the namespace, as in example.servicebus.windows.net, and --azure.");
        var instance = await Instance.FindAsync(line, ct);
        await using var own = instance.Own;
        using var http = new HttpClient();
        var findings = await new SmokeRun(new(instance.Url, instance.Key, line.GetValue(Agent), line.GetValue(Say)!, azure, BusOf(line, http))).RunAsync(ct);
        Print(line, instance.Url, findings);
        return findings.Any(f => f.Verdict == Verdict.Failed) ? CommandLine.Found : CommandLine.Fine;
    }

    private static Bus? BusOf(ParseResult line, HttpClient http) =>
        line.GetValue(BusHost) is { } host ? new Bus(http, new Uri($"https://{host}"), new DefaultAzureCredential()) : null;

    private static void Print(ParseResult line, Uri url, IReadOnlyList<Finding> findings)
    {
        var output = line.Output();
        int Count(Verdict verdict) => findings.Count(f => f.Verdict == verdict);
        if (line.GetValue(GlobalOptions.Json))
        {
            output.WriteJson(new JsonObject
            {
                ["url"] = url.ToString(), ["ok"] = Count(Verdict.Ok), ["failed"] = Count(Verdict.Failed), ["notChecked"] = Count(Verdict.NotChecked),
                ["checks"] = new JsonArray([.. findings.Select(f => (JsonNode)new JsonObject
                {
                    ["check"] = f.Check, ["result"] = f.Result, ["detail"] = f.Detail, ["milliseconds"] = f.Milliseconds,
                })]),
            });
            return;
        }
        var table = new TextTable("CHECK", "RESULT", "MS", "DETAIL");
        foreach (var f in findings) table.Add(f.Check, f.Result, $"{f.Milliseconds}", f.Detail);
        table.Write(output, TextTable.Width(output));
        output.WriteLine($"{url}: {Count(Verdict.Ok)} ok, {Count(Verdict.Failed)} failed, {Count(Verdict.NotChecked)} not checked");
    }
}

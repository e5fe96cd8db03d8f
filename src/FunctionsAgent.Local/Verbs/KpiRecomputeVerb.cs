using System.CommandLine;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;

namespace FunctionsAgent.Local.Verbs;

/// <summary><c>kpi recompute</c>: everything again from the raw log, beside what the nights have rolled up.</summary>
internal static class KpiRecomputeVerb
{
    private const int MostShown = 20;

    private static readonly Option<bool> Write = new("--write") { Description = "Puts what was counted again in the place of what was stored." };

    public static Command Create()
    {
        var command = new Command("recompute", "Counts every day again from the log and compares; exit code 1 when anything differs.") { Write };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult line, CancellationToken ct)
    {
        await using var client = await OperatorClient.OpenAsync(line, ct);
        var answer = await client.PostAsync("/api/operator/kpi/recompute", new JsonObject { ["write"] = line.GetValue(Write) }, ct);
        var differ = answer["differ"]!.GetValue<int>();
        var output = line.Output();
        if (line.GetValue(GlobalOptions.Json)) output.WriteJson(answer);
        else if (answer["from"] is null) output.WriteLine("Nothing is rolled up yet: the first night does it.");
        else
        {
            output.WriteLine($"{answer.Text("from")} to {answer.Text("to")}: {answer.Text("cells")} cells counted again from the log, {differ} counters differ{(line.GetValue(Write) ? ", and are replaced" : "")}.");
            foreach (var d in answer["differences"]!.AsArray().Take(MostShown))
                output.WriteLine($"  {d!.Text("day")} {d!.Text("agent")} {d!.Text("channel")} {d!.Text("family")} {d!.Text("version")} {d!.Text("counter")}: {d!.Text("stored")} stored, {d!.Text("recomputed")} counted");
            if (differ > MostShown) output.WriteLine($"  and {differ - MostShown} more; --json lists the first hundred.");
        }
        return differ > 0 ? CommandLine.Found : CommandLine.Fine;
    }
}

using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;

namespace FunctionsAgent.Local.Verbs;

/// <summary><c>kpi</c>: what became of the conversations, by UTC day, as the nightly run counted it from the log.</summary>
internal static class KpiVerb
{
    private static readonly Option<string?> Agent = new("--agent") { Description = "One agent; otherwise the first." };
    private static readonly Option<int?> Days = new("--days") { Description = "How many days back.", HelpName = "N" };
    private static readonly Option<bool> Rollup = new("--rollup") { Description = "Counts now instead of at night, then prints." };

    public static Command Create()
    {
        var command = new Command("kpi", "Prints conversations, turns and outcomes by day.") { Agent, Days, Rollup };
        command.Validators.Add(result =>
        {
            if (result.GetValue(Days) is < 1) result.AddError("--days: at least 1.");
        });
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult line, CancellationToken ct)
    {
        var query = new List<string>();
        if (line.GetValue(Agent) is { } agent) query.Add($"agent={Uri.EscapeDataString(agent)}");
        if (line.GetValue(Days) is { } days) query.Add($"days={days.ToString(CultureInfo.InvariantCulture)}");

        await using var client = await OperatorClient.OpenAsync(line, ct);
        if (line.GetValue(Rollup)) await client.PostAsync("/api/operator/kpi/rollup", new JsonObject(), ct);
        var answer = await client.GetAsync($"/api/operator/kpi{(query.Count > 0 ? "?" : "")}{string.Join('&', query)}", ct);
        ListVerb.Print(
            line, answer, kpi => kpi["days"],
            ["DAY (UTC)", "CONVERSATIONS", "TURNS", "RESOLVED", "ESCALATED", "UNKNOWN"],
            d => [d.Text("day"), d.Text("conversations"), d.Text("turns"), d.Text("resolved"), d.Text("escalated"), d.Text("unknown")],
            "Nothing counted yet; 'kpi --rollup' counts now.");
        return CommandLine.Fine;
    }
}

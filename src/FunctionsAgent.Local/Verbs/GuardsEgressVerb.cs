using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace FunctionsAgent.Local.Verbs;

/// <summary>
/// <c>guards egress</c>: every call that left the installation, where it went, and the class it carried; then the totals. Pages are printed
/// as they come: of a long log no more than one is held.
/// </summary>
internal static class GuardsEgressVerb
{
    private const string Route = "/api/operator/egress";

    private static readonly Option<int?> Days = new("--days") { Description = "How many days back; 7 unless said.", HelpName = "N" };
    private static readonly Option<string?> Agent = new("--agent") { Description = "One agent's; otherwise all.", HelpName = "NAME" };
    private static readonly Option<string?> Conversation = new("--conversation") { Description = "One conversation, whenever it was; ID/3 is its third episode.", HelpName = "ID" };

    public static Command Create()
    {
        var command = new Command("egress", "Lists every call that left the installation, and the class of data it carried.") { Days, Agent, Conversation };
        command.Validators.Add(result =>
        {
            if (result.GetResult(Conversation) is not null && (result.GetResult(Days) is not null || result.GetResult(Agent) is not null)) result.AddError("--conversation names all of one conversation: neither --days nor --agent goes with it.");
        });
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult line, CancellationToken ct)
    {
        var asked = new List<string>();
        if (line.GetValue(Days) is { } days) asked.Add($"days={days.ToString(CultureInfo.InvariantCulture)}");
        if (line.GetValue(Agent) is { } agent) asked.Add($"agent={Uri.EscapeDataString(agent)}");
        if (line.GetValue(Conversation) is { } conversation) asked.Add($"conversation={Uri.EscapeDataString(conversation)}");

        await using var client = await OperatorClient.OpenAsync(line, ct);
        IGuardsEgressPrint print = line.GetValue(GlobalOptions.Json) ? new GuardsEgressJson(line.Output()) : new GuardsEgressText(line.Output());
        var totals = new GuardsEgressTotals();
        string? next = null;
        do
        {
            var query = string.Join('&', next is null ? asked : asked.Append($"after={Uri.EscapeDataString(next)}"));
            var page = await client.GetAsync(query.Length == 0 ? Route : $"{Route}?{query}", ct);
            totals.Add(page);
            print.Page(page);
            next = page.Text("next") is { Length: > 0 } more ? more : null;
        }
        while (next is not null);
        print.End(totals);
        return CommandLine.Fine;
    }
}

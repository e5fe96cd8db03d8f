using System.IO;
using System.Linq;
using System.Text.Json.Nodes;

namespace FunctionsAgent.Local.Verbs;

/// <summary>A listing as tables: one a page, so that columns are aligned without holding all of it.</summary>
internal sealed class GuardsEgressText(TextWriter output) : IGuardsEgressPrint
{
    private bool any;

    public void Page(JsonNode page)
    {
        var calls = page.Items("calls").ToList();
        if (calls.Count > 0)
        {
            var table = new TextTable("TIME (UTC)", "CONVERSATION", "SEQ", "KIND", "TO", "CARRIED", "BOUNDARY", "KEPT", "RULE", "RESULT");
            foreach (var call in calls)
                table.Add(call.Time("at"), call.Text("conversationId"), call.Text("seq"), call.Text("kind"), To(call), call.Text("dataClass"), Said(call.Text("boundary")), Kept(call), Said(call.Text("rule")), call.Text("result"));
            table.Write(output, TextTable.Width(output));
            any = true;
        }
        foreach (var gap in page.Items("incomplete"))
            output.WriteLine(TextTable.Line($"{gap.Text("conversationId")} does not tell everything: {gap.Text("broken")} events are broken, {gap.Text("missing")} missing, {gap.Text("erased")} erased."));
    }

    public void End(GuardsEgressTotals totals)
    {
        if (!any) output.WriteLine("Nothing left the installation.");
        else
        {
            output.WriteLine();
            var table = new TextTable("KIND", "TO", "CARRIED", "BOUNDARY", "KEPT", "CONTRACT", "CALLS");
            foreach (var total in totals.Rows) table.Add(total.Text("kind"), total.Text("to"), total.Text("dataClass"), Said(total.Text("boundary")), Kept(total), Said(total.Text("contract")), total.Text("calls"));
            table.Write(output, TextTable.Width(output));
        }
        output.WriteLine($"{totals.Conversations} days of conversations were read{(totals.Incomplete > 0 ? $"; {totals.Incomplete} of them do not tell everything" : "")}.");
    }

    private static string To(JsonNode call) => call.Text("address") is { Length: > 0 } address ? $"{call.Text("to")} at {address}" : call.Text("to");

    private static string Said(string text) => text.Length == 0 ? "-" : text;

    private static string Kept(JsonNode node) => node.Text("retentionDays") is { Length: > 0 } days ? $"{days} d" : "-";
}

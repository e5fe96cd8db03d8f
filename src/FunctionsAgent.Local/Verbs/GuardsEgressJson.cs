using System.IO;
using System.Linq;
using System.Text.Json.Nodes;

namespace FunctionsAgent.Local.Verbs;

/// <summary>A listing as one JSON object, written call by call.</summary>
internal sealed class GuardsEgressJson(TextWriter output) : IGuardsEgressPrint
{
    private readonly JsonArray incomplete = [];
    private bool begun, wroteAny;

    public void Page(JsonNode page)
    {
        if (!begun) output.Write($"{{\"from\":{Json(page["from"])},\"to\":{Json(page["to"])},\"calls\":[");
        begun = true;
        foreach (var call in page.Items("calls"))
        {
            output.Write(wroteAny ? ",\n" : "\n");
            output.Write(call.ToJsonString());
            wroteAny = true;
        }
        foreach (var gap in page.Items("incomplete")) incomplete.Add(gap.DeepClone());
    }

    public void End(GuardsEgressTotals totals) =>
        output.WriteLine($"],\"totals\":{new JsonArray([.. totals.Rows.Select(row => row.DeepClone())]).ToJsonString()},\"incomplete\":{incomplete.ToJsonString()},\"conversations\":{totals.Conversations}}}");

    private static string Json(JsonNode? node) => node?.ToJsonString() ?? "null";
}

using System.Text.Json.Nodes;

namespace FunctionsAgent.Local.Verbs;

/// <summary>How a listing is written.</summary>
internal interface IGuardsEgressPrint
{
    void Page(JsonNode page);

    void End(GuardsEgressTotals totals);
}

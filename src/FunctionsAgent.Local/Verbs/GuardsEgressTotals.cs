using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;

namespace FunctionsAgent.Local.Verbs;

/// <summary>The sums over all pages: as many as there are places and classes.</summary>
internal sealed class GuardsEgressTotals
{
    private readonly SortedDictionary<string, JsonObject> rows = new(StringComparer.Ordinal);

    public long Conversations { get; private set; }

    public long Incomplete { get; private set; }

    public IEnumerable<JsonObject> Rows => rows.Values;

    public void Add(JsonNode page)
    {
        Conversations += Number(page, "conversations");
        Incomplete += page.Items("incomplete").Count();
        foreach (var total in page.Items("totals").OfType<JsonObject>())
        {
            var key = string.Join('\n', ((string[])["kind", "to", "boundary", "retentionDays", "contract", "dataClass"]).Select(name => total.Text(name)));
            if (rows.TryGetValue(key, out var known)) known["calls"] = Number(known, "calls") + Number(total, "calls");
            else rows[key] = (JsonObject)total.DeepClone();
        }
    }

    private static long Number(JsonNode node, string name) => long.TryParse(node.Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}

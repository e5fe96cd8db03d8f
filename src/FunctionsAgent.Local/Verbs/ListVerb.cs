using System;
using System.CommandLine;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;

namespace FunctionsAgent.Local.Verbs;

/// <summary>What verbs that print one list share: ask, then a table or JSON.</summary>
internal static class ListVerb
{
    /// <param name="list">The array in the answer.</param>
    /// <param name="none">Printed instead of an empty table.</param>
    public static async Task<int> PrintAsync(
        ParseResult line, string path, Func<JsonNode, JsonNode?> list, string[] columns, Func<JsonNode, string[]> row, string none, CancellationToken ct)
    {
        await using var client = await OperatorClient.OpenAsync(line, ct);
        Print(line, await client.GetAsync(path, ct), list, columns, row, none);
        return CommandLine.Fine;
    }

    public static void Print(ParseResult line, JsonNode answer, Func<JsonNode, JsonNode?> list, string[] columns, Func<JsonNode, string[]> row, string none)
    {
        var output = line.Output();
        if (line.GetValue(GlobalOptions.Json))
        {
            output.WriteJson(answer);
            return;
        }
        var items = list(answer).Items().ToArray();
        if (items.Length == 0)
        {
            output.WriteLine(none);
            return;
        }
        var table = new TextTable(columns);
        foreach (var item in items) table.Add(row(item));
        table.Write(output, TextTable.Width(output));
    }
}

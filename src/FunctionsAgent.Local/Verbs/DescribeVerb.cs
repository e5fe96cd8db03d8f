using System;
using System.CommandLine;
using System.Threading;
using System.Threading.Tasks;

namespace FunctionsAgent.Local.Verbs;

/// <summary><c>describe [AGENT]</c>: what stands between a customer and a reply, in order, by layer.</summary>
internal static class DescribeVerb
{
    private static readonly Argument<string?> Agent = new("AGENT") { Description = "One agent; otherwise all.", Arity = ArgumentArity.ZeroOrOne };

    public static Command Create()
    {
        var command = new Command("describe", "Prints stages, guards, policies and tools in their order, by layer.") { Agent };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult line, CancellationToken ct)
    {
        await using var client = await OperatorClient.OpenAsync(line, ct);
        var query = line.GetValue(Agent) is { } agent ? $"?agent={Uri.EscapeDataString(agent)}" : "";
        var described = await client.GetAsync($"/api/operator/describe{query}", ct);
        var output = line.Output();
        if (line.GetValue(GlobalOptions.Json))
        {
            output.WriteJson(described);
            return CommandLine.Fine;
        }
        foreach (var one in described.Items("agents"))
        {
            output.WriteLine(TextTable.Line($"{one.Text("name")} {one.Text("version")}"));
            foreach (var layer in one.Items("layers"))
            {
                output.WriteLine();
                var table = new TextTable(TextTable.Line(layer.Text("layer")).ToUpperInvariant(), "", "");
                foreach (var item in layer.Items("items")) table.Add(item.Text("kind"), item.Text("name"), item.Text("detail"));
                table.Write(output, TextTable.Width(output));
            }
            output.WriteLine();
        }
        return CommandLine.Fine;
    }
}

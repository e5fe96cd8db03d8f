using System.Globalization;
using System.IO;
using System.Text.Json.Nodes;
using FunctionsAgent.Evaluation;

namespace FunctionsAgent.Local.Verbs;

/// <summary><c>eval guards --kind tool-calls</c>.</summary>
internal sealed class EvalGuardsOfToolCalls : IEvalGuards
{
    public string Kind => "tool-calls";

    public string Shape => "{tool: {name, parameters_json_schema}, call: {name, arguments}, valid}";

    public EvalGuardsResult Measure(string file)
    {
        var figures = EvalGuardsToolCalls.Measure(EvalGuardsLines.ToolCalls(file, File.ReadLines(file)));
        var json = new JsonObject { ["agreement"] = figures.Agreement, ["calls"] = figures.Calls, ["valid"] = figures.Valid, ["validRefused"] = figures.ValidRefused, ["invalidAccepted"] = figures.InvalidAccepted };
        return new(json, output =>
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{figures.Calls:N0} calls, {figures.Valid:N0} valid: agreement {figures.Agreement * 100:N1} %; {figures.ValidRefused:N0} valid ones refused, {figures.InvalidAccepted:N0} others accepted."));
            foreach (var (line, violation) in figures.Disagreements) output.WriteLine(TextTable.Line($"{file}:{line.ToString(CultureInfo.InvariantCulture)}: {violation ?? "nothing found"}"));
        });
    }
}

using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using FunctionsAgent.Tools;

namespace FunctionsAgent.Evaluation;

/// <param name="Schema">JSON Schema 2020-12 of the arguments.</param>
/// <param name="Call">The name that is called.</param>
/// <param name="Arguments">As JSON text.</param>
public sealed record EvalGuardsToolCallExample(int Line, string Tool, string Schema, string Call, string Arguments, bool IsValid);

/// <param name="Agreement">Share of the calls about which the validator says what the file says.</param>
/// <param name="Disagreements">Lines of the file about which it does not, with what the validator found; null: nothing.</param>
public sealed record EvalGuardsToolCallFigures(int Calls, int Valid, double Agreement, int ValidRefused, int InvalidAccepted, ImmutableArray<(int Line, string? Violation)> Disagreements);

/// <summary>Whether the validation of tool calls finds what is wrong with them: a tool that is not there, arguments that are missing, not declared or of another type.</summary>
public static class EvalGuardsToolCalls
{
    public static EvalGuardsToolCallFigures Measure(IReadOnlyList<EvalGuardsToolCallExample> examples)
    {
        var wrong = ImmutableArray.CreateBuilder<(int, string?)>();
        var (refused, accepted) = (0, 0);
        foreach (var example in examples)
        {
            var violation = Violation(example);
            if (violation is null == example.IsValid) continue;
            wrong.Add((example.Line, violation));
            if (example.IsValid) refused++;
            else accepted++;
        }
        return new(examples.Count, examples.Count(example => example.IsValid), 1 - ((double)wrong.Count / examples.Count), refused, accepted, wrong.ToImmutable());
    }

    private static string? Violation(EvalGuardsToolCallExample example)
    {
        if (example.Call != example.Tool) return "no such tool";
        try
        {
            return new ToolSchema(Closed(example.Schema), $"schema of '{example.Tool}'").Violation(example.Arguments);
        }
        catch (ArgumentException e)
        {
            return e.Message;
        }
    }

    /// <summary>An argument the schema does not declare is none of the tool's, unless it says that others may come.</summary>
    private static string Closed(string schema)
    {
        var root = JsonNode.Parse(schema) as JsonObject;
        if (root is null || root["properties"] is null || root.ContainsKey("additionalProperties") || root.ContainsKey("patternProperties")) return schema;
        root["additionalProperties"] = false;
        return root.ToJsonString();
    }
}

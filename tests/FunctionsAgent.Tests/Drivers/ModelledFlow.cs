using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentScript;
using FunctionsAgent.Agents;

namespace FunctionsAgent.Tests.Drivers;

/// <summary>A script with a model that the flow itself asks: the runtime sees the calls of tools alone. The same question has the same answer.</summary>
internal sealed class ModelledFlow(IFlow script, Func<CallModel, ModelAnswer> model) : IFlow
{
    public string Name => script.Name;

    public bool Continues(Frame frame) => script.Continues(frame);

    public Step Next(Frame frame, Result? result)
    {
        var step = script.Next(frame, result);
        for (var trace = step.Trace; step.Effect is CallModel or CallAgent; trace = step.Trace)
        {
            step = script.Next(step.Frame, step.Effect is CallModel asked ? model(asked) : new AgentAnswer("The other agent answers."));
            step = step with { Trace = trace.AddRange(step.Trace) };
        }
        return step;
    }

    /// <summary>The package with this model behind its script.</summary>
    public static Package Behind(Package package, Func<CallModel, ModelAnswer> model) => package with { Flow = new ModelledFlow(package.Flow, model), Files = null };

    /// <summary>Calls of tools with whatever fits their schemas, and words; which of them depends on the question alone.</summary>
    public static ModelAnswer Capricious(CallModel asked, int seed)
    {
        var random = new Random(seed + asked.Exchanges.Length + (asked.Instructions.Length * 7) + (asked.Tools.Length * 31));
        var tools = asked.Tools.IsEmpty || (!asked.MustCallTool && random.Next(3) == 0) ? 0 : random.Next(1, 4);
        var calls = Enumerable.Range(0, tools).Select(n => asked.Tools[random.Next(asked.Tools.Length)]).Select((tool, n) => new ModelToolCall($"c{n}", tool.Name, Arguments(tool.Parameters, random)));
        return new ModelAnswer(tools == 0 ? $"Words of {asked.Node}." : null, [.. calls]);
    }

    private static JsonElement Arguments(JsonElement schema, Random random)
    {
        var all = new JsonObject();
        if (schema.TryGetProperty("properties", out var properties))
            foreach (var property in properties.EnumerateObject())
                if (random.Next(5) > 0) all[property.Name] = Value(property.Value);
        return JsonSerializer.SerializeToElement(all);
    }

    private static JsonNode? Value(JsonElement schema) => (schema.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String ? type.GetString() : null) switch
    {
        "number" or "integer" => 7,
        "boolean" => true,
        "array" => new JsonArray("x"),
        "object" => new JsonObject { ["x"] = "y" },
        _ => "x",
    };
}

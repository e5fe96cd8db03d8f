using System.Collections.Immutable;
using System.Text.Json;
using AgentScript.Model;
using AgentScript.Running;

namespace AgentScript.Tests.Running;

/// <summary>A world that answers by chance, and the same way for the same seed: model, tools, other agents, customer.</summary>
internal sealed class Dice(int seed)
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);
    private static readonly JsonSerializerOptions Stored = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull };
    private static readonly string[] Messages = ["hello", "W1001", "where is my order?", "yes", "no", "", "42", "2026-11-24", "a person please", "{!@variables.x}", "Привет", "ok but wait"];
    private readonly Random random = new(seed);

    public static Frame Start => Frame.Start(new Linked("chat", "none", Now, null));

    /// <summary>As the runtime stores it, and as anyone would.</summary>
    public static Frame Stored1(Frame frame) => JsonSerializer.Deserialize<Frame>(JsonSerializer.Serialize(frame, Stored), Stored)!;

    public static Frame Stored2(Frame frame) => JsonSerializer.Deserialize<Frame>(JsonSerializer.Serialize(frame))!;

    /// <summary>Effects and traces of some turns, as text; throws when a turn does not end.</summary>
    public List<string> Run(Script script, int turns, Func<Frame, Frame> between, Action<Step>? seen = null)
    {
        var log = new List<string>();
        var frame = Start;
        for (var turn = 0; turn < turns; turn++)
        {
            frame = frame with { Intent = null };
            Result? result = new CustomerMessage(Messages[random.Next(Messages.Length)], Now);
            for (var steps = 0; result is not null; steps++)
            {
                if (steps > 3_000) throw new InvalidOperationException($"The turn does not end: {frame.Position}.");
                var step = Interpreter.Next(script, between(frame), result);
                seen?.Invoke(step);
                frame = step.Frame with { Step = step.Frame.Step + 1 };
                log.Add($"{frame.Position} {JsonSerializer.Serialize(step.Effect)} {string.Join(",", step.Trace)}");
                result = step.Effect switch
                {
                    CallModel model => Answer(model),
                    CallAction => Result(script),
                    CallAgent => random.Next(3) == 0 ? new AgentAnswer(null, "timeout") : new AgentAnswer("It depends."),
                    _ => null,
                };
            }
        }
        return log;
    }

    private ModelAnswer Answer(CallModel model)
    {
        var kind = random.Next(12);
        if (kind == 0) return new ModelAnswer(null, [], "timeout");
        if (kind == 1) return new ModelAnswer(" ", []);
        if (kind < 5 || model.Tools.IsEmpty) return new ModelAnswer($"Answer {random.Next(100)}.", []);
        var calls = Enumerable.Range(0, random.Next(1, 4)).Select(i =>
        {
            var tool = model.Tools[random.Next(model.Tools.Length)];
            return new ModelToolCall($"c{i}", random.Next(20) == 0 ? "no_such_tool" : tool.Name, Arguments(tool.Parameters));
        });
        return new ModelAnswer(random.Next(3) == 0 ? "Let me see." : null, [.. calls]);
    }

    private JsonElement Arguments(JsonElement schema)
    {
        if (random.Next(20) == 0) return default;
        var arguments = new SortedDictionary<string, object?>(StringComparer.Ordinal);
        foreach (var property in schema.GetProperty("properties").EnumerateObject().Where(_ => random.Next(8) > 0))
            arguments[property.Name] = Any(property.Value.TryGetProperty("type", out var type) ? type.GetString() : null);
        return JsonSerializer.SerializeToElement(arguments);
    }

    private ToolResult Result(Script script)
    {
        if (random.Next(6) == 0) return new ToolResult("failed", default, "timeout");
        var action = script.Nodes.SelectMany(n => n.Actions).Where(a => a.Outputs.Length > 0).ToList();
        var outputs = new SortedDictionary<string, object?>(StringComparer.Ordinal);
        foreach (var output in action.SelectMany(a => a.Outputs).Where(_ => random.Next(4) > 0)) outputs[output.Name] = Any(output.Type);
        var classes = outputs.Keys.Where(_ => random.Next(4) == 0).ToImmutableDictionary(k => k, _ => random.Next(2) == 0 ? "personal" : "secret");
        return new ToolResult("ok", JsonSerializer.SerializeToElement(outputs), null, classes);
    }

    private object? Any(string? type) => type switch
    {
        "number" or "currency" or "integer" or "long" => random.Next(200),
        "boolean" => random.Next(2) == 0,
        "object" => new { a = 1 },
        "array" => new[] { "x" },
        "date" => "2026-12-01",
        _ => random.Next(10) == 0 ? null : $"text {random.Next(50)}",
    };
}

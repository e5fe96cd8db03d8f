using System.Collections.Immutable;
using System.Text.Json;
using AgentScript.Model;
using AgentScript.Running;

namespace AgentScript.Tests.Running;

/// <summary>Drives a script: a queue of model answers, tools and agents as functions; keeps everything that happened.</summary>
internal sealed class Talk
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);
    private readonly Queue<ModelAnswer> answers = new();
    private readonly Dictionary<string, Func<JsonElement, ToolResult>> tools = new(StringComparer.Ordinal);
    private readonly Script script;

    public Talk(string text, string channel = "chat", object? context = null)
    {
        script = Script.Parse(text);
        Frame = Frame.Start(new Linked(channel, "none", Now, null, context is null ? null : JsonSerializer.SerializeToElement(context)));
    }

    public Frame Frame { get; set; }

    public List<Effect> Effects { get; } = [];

    public List<Traced> Trace { get; } = [];

    /// <summary>Done to the frame between every two steps.</summary>
    public Func<Frame, Frame> Between { get; set; } = frame => frame;

    /// <summary>When the queue is empty.</summary>
    public Func<CallModel, ModelAnswer> Otherwise { get; set; } = _ => Text("…");

    public Func<CallAgent, AgentAnswer> Agent { get; set; } = _ => new AgentAnswer("the other agent's answer");

    public IEnumerable<CallModel> Asked => Effects.OfType<CallModel>();

    public IEnumerable<CallAction> Called => Effects.OfType<CallAction>();

    public static ModelAnswer Text(string text) => new(text, []);

    public static ModelAnswer Calls(params (string Name, object Arguments)[] calls) =>
        new(null, [.. calls.Select((c, i) => new ModelToolCall($"call{i}", c.Name, JsonSerializer.SerializeToElement(c.Arguments)))]);

    public Talk Model(params ModelAnswer[] next)
    {
        foreach (var answer in next) answers.Enqueue(answer);
        return this;
    }

    public Talk Tool(string target, object value, ImmutableDictionary<string, string>? classes = null)
    {
        tools[target] = _ => new ToolResult("ok", JsonSerializer.SerializeToElement(value), null, classes);
        return this;
    }

    public Talk Tool(string target, Func<JsonElement, ToolResult> tool)
    {
        tools[target] = tool;
        return this;
    }

    public Talk Fails(string target, string reason)
    {
        tools[target] = _ => new ToolResult("failed", default, reason);
        return this;
    }

    /// <summary>The first step of a turn, whatever it asks for.</summary>
    public Step Hears(CustomerMessage message)
    {
        Frame = Frame with { Intent = null };
        return Next(message);
    }

    public Step Next(Result result)
    {
        var step = Interpreter.Next(script, Between(Frame), result);
        Frame = step.Frame with { Step = step.Frame.Step + 1 };
        return step;
    }

    /// <summary>One turn; the effect that ends it.</summary>
    public Effect Says(string text) => Turn(new CustomerMessage(text, Now));

    public Effect Turn(Result result)
    {
        Frame = Frame with { Intent = null };
        for (Result? next = result; next is not null;)
        {
            var step = Interpreter.Next(script, Between(Frame), next);
            Frame = step.Frame with { Step = step.Frame.Step + 1 };
            Effects.Add(step.Effect);
            Trace.AddRange(step.Trace);
            next = step.Effect switch
            {
                CallAction call => tools.TryGetValue(call.Target, out var tool) ? tool(call.Arguments) : new ToolResult("failed", default, "undefined_tool"),
                CallModel call => answers.Count > 0 ? answers.Dequeue() : Otherwise(call),
                CallAgent call => Agent(call),
                _ => null,
            };
        }
        return Effects[^1];
    }

    public string? Reply(string text) => (Says(text) as Reply)?.Text;

    public string Traced(string kind) => string.Join(" ", Trace.Where(t => t.Kind == kind).Select(t => t.Name));

    public string? Variable(string name) => Frame.Variables.TryGetValue(name, out var value) ? value.ToString() : null;
}

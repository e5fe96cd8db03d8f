using System.Collections.Immutable;
using System.Text.Json;
using AgentScript.Expressions;
using AgentScript.Model;
using AgentScript.Syntax;

namespace AgentScript.Running;

/// <summary>What the references of a script stand for at one place, and the strictest class of what was read.</summary>
/// <param name="Outputs">What <c>@outputs</c> means; null outside a callback.</param>
/// <param name="Node">Whose tools <c>@actions.x</c> names; null outside a node.</param>
internal sealed record Scope(Program Program, Linked Linked, ImmutableSortedDictionary<string, JsonElement> Variables, ImmutableSortedDictionary<string, string> Classes, string UserInput) : IScope
{
    public CallOutputs? Outputs { get; init; }

    public NodeProgram? Node { get; init; }

    public string Class { get; private set; } = DataClass.Public;

    public DateTimeOffset Now => Linked.Now;

    public Value Read(string ns, string? member) => (ns, member) switch
    {
        ("variables", { } name) => Variable(name),
        ("outputs", null) => AllOutputs(),
        ("outputs", { } name) => Output(name),
        ("system_variables", { } name) => SystemVariable(name),
        ("knowledge", { } name) => Constant(name),
        ("inputs", { } name) => ConnectionInput(name),
        ("actions", { } name) => Value.Of(Tool(name)),
        ("subagent" or "topic" or "start_agent" or "connected_subagent" or "utils", { } name) => Value.Of(name),
        (_, { } name) => Context(ns, name),
        _ => Value.None,
    };

    private Value Variable(string name)
    {
        var variable = Program.Script.Variable(name);
        if (variable is { Modifier: Modifier.Linked }) return variable.Source is { Member: { } field } source ? Context(source.Namespace, field) : Value.None;
        if (Variables.TryGetValue(name, out var value))
        {
            Class = DataClass.Stricter(Class, Classes.GetValueOrDefault(name, DataClass.Public));
            return Value.Of(value);
        }
        return variable?.Declaration is { Default: not null } declaration ? Literal.Of(declaration, this) : Value.None;
    }

    private Value Output(string name)
    {
        if (Outputs is not { Value.ValueKind: JsonValueKind.Object } outputs || !outputs.Value.TryGetProperty(name, out var value)) return Value.None;
        Class = DataClass.Stricter(Class, outputs.Classes?.GetValueOrDefault(name) ?? outputs.Otherwise);
        return Value.Of(value);
    }

    private Value AllOutputs()
    {
        if (Outputs is null) return Value.None;
        Class = (Outputs.Classes?.Values ?? []).Aggregate(DataClass.Stricter(Class, Outputs.Otherwise), DataClass.Stricter);
        return Value.Of(Outputs.Value);
    }

    private Value SystemVariable(string name)
    {
        switch (name)
        {
            case "user_input":
                // The customer's whole words, as the log classes them; a slot is a piece that was asked for.
                Class = DataClass.Stricter(Class, DataClass.Personal);
                return Value.Of(UserInput);
            case "current_modality": return Value.Of(Linked.Channel is "voice" or "phone" or "telephony" ? "voice" : "text");
            case "current_connection": return Value.Of(Surface.Name(Linked.Channel));
            // No channel reports yet where the customer cut in.
            case "last_reply": return Value.Of(new Dictionary<string, Value> { ["interrupted"] = Value.False, ["interrupted_heard_text"] = Value.Of("") });
            default: return Value.None;
        }
    }

    private Value Constant(string name) =>
        Program.Script.Knowledge.GetValueOrDefault(name) is { Value: ExpressionSyntax value } ? Literal.OfConstant(value, this) : Value.None;

    private Value ConnectionInput(string name) =>
        Surface.Of(Program.Script, Linked.Channel)?.Inputs.LastOrDefault(i => i.Name == name) is { Default: not null } input ? Literal.Of(input, this) : Value.None;

    /// <summary>A tool is called by its own name, by the action behind it, or by the node it leads to.</summary>
    private string Tool(string name)
    {
        if (Node is null || Node.Tools.ContainsKey(name)) return name;
        var tools = Node.Node.Tools;
        return (tools.FirstOrDefault(t => t.Kind == ToolKind.Action && t.Target?.Member == name) ?? tools.FirstOrDefault(t => t.Target?.Member == name))?.Name ?? name;
    }

    private Value Context(string ns, string field)
    {
        var value = LinkedContext.Find(Linked, ns, field);
        var isPersonal = ns.Equals("customer", StringComparison.OrdinalIgnoreCase) || ns.Equals("caller", StringComparison.OrdinalIgnoreCase);
        if (!value.IsNone) Class = DataClass.Stricter(Class, isPersonal ? DataClass.Personal : DataClass.Internal);
        return value;
    }
}

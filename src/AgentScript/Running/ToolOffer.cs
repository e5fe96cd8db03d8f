using System.Collections.Immutable;
using AgentScript.Expressions;
using AgentScript.Model;
using AgentScript.Syntax;

namespace AgentScript.Running;

/// <summary>Which tools the model sees now, and how.</summary>
internal static class ToolOffer
{
    public static ImmutableArray<ModelTool> Of(Program program, NodeProgram node, bool collecting, Scope scope)
    {
        var tools = ImmutableArray.CreateBuilder<ModelTool>();
        foreach (var name in node.Node.Tools.Select(t => t.Name).Distinct(StringComparer.Ordinal))
        {
            var tool = node.Tools[name];
            if (IsOffered(program, node, tool, scope)) tools.Add(Describe(program, node, tool, scope));
        }
        if (collecting)
        {
            tools.Add(new(node.CaptureTool, "Keeps what the customer answered. Fill in only what was said.", InputSchema.Of(Captured(program, node))));
            tools.Add(new(node.CancelTool, "The customer does not want to go on with this.", InputSchema.Of([])));
        }
        return tools.ToImmutable();
    }

    /// <summary>Why a call of this tool is refused, or null: the same question as whether it is offered.</summary>
    public static string? Refusal(Program program, NodeProgram node, string name, bool collecting, Scope scope)
    {
        if (name == node.CaptureTool || name == node.CancelTool) return collecting ? null : "not_available";
        if (!node.Tools.TryGetValue(name, out var tool)) return "unknown_tool";
        return IsOffered(program, node, tool, scope) ? null : "not_available";
    }

    public static IEnumerable<InputSchema.Field> Captured(Program program, NodeProgram node) =>
        node.Collected.Select(v => new InputSchema.Field(v, program.Script.Variable(v)?.Declaration, false));

    public static List<InputSchema.Field> Fields(Script script, Node node, ReasoningAction tool) => tool.Kind switch
    {
        ToolKind.Action when node.Action(tool.Target!.Member!) is { } action => InputSchema.Fields(action.Inputs, tool.Bindings),
        // What is not known yet is left out, not invented.
        ToolKind.SetVariables => [.. tool.Bindings.Where(b => b.Value is EllipsisSyntax)
            .Select(b => new InputSchema.Field(b.Name.Text, script.Variable(b.Name.Text)?.Declaration, tool.Bindings.Count(o => o.Value is EllipsisSyntax) == 1))],
        // Its own inputs are bound where it is declared.
        ToolKind.ConnectedAgent when script.ConnectedAgent(tool.Target!.Member!) is { } agent =>
            InputSchema.Fields(agent.Inputs.Where(i => tool.Bindings.Any(b => b.Name.Text == i.Name)), tool.Bindings),
        _ => [],
    };

    private static bool IsOffered(Program program, NodeProgram node, ReasoningAction tool, Scope scope)
    {
        if (node.Node.IsRouter && tool.Kind != ToolKind.Transition) return false;
        var exists = tool.Kind switch
        {
            ToolKind.Action => tool.Target?.Member is { } name && node.Node.Action(name) is not null,
            ToolKind.Transition or ToolKind.Delegate => Exists(program, tool.Target),
            ToolKind.ConnectedAgent => tool.Target?.Member is { } name && program.Script.ConnectedAgent(name) is not null,
            ToolKind.Unknown => false,
            _ => true,
        };
        return exists && tool.Conditions.All(c => Holds(c, scope));
    }

    private static bool Exists(Program program, ReferenceSyntax? target) => target switch
    {
        { Namespace: "connected_subagent", Member: { } agent } => program.Script.ConnectedAgent(agent) is not null,
        { Member: { } name } => program.Nodes.ContainsKey(name),
        _ => false,
    };

    private static bool Holds(ExpressionSyntax condition, Scope scope)
    {
        try
        {
            return Evaluator.IsTrue(Evaluator.Evaluate(condition, scope));
        }
        catch (ExpressionException)
        {
            return false;
        }
    }

    private static ModelTool Describe(Program program, NodeProgram node, ReasoningAction tool, Scope scope) =>
        new(tool.Name, Description(program, node, tool, scope), node.Schemas[tool.Name]);

    private static string Description(Program program, NodeProgram node, ReasoningAction tool, Scope scope)
    {
        var name = tool.Target?.Member ?? "";
        var action = tool.Kind == ToolKind.Action ? node.Node.Action(name) : null;
        var agent = program.Script.ConnectedAgent(name);
        var leadsTo = tool.Kind is ToolKind.Transition or ToolKind.Delegate ? program.Nodes.GetValueOrDefault(name)?.Node : null;
        return First(scope, tool.Description, action?.Description, action?.Label, leadsTo?.Description, tool.Kind is ToolKind.ConnectedAgent or ToolKind.Transition ? agent?.Description : null) ?? tool.Kind switch
        {
            ToolKind.SetVariables => "Keeps values for later: " + string.Join(", ", tool.Bindings.Select(b => b.Name.Text)),
            ToolKind.Escalate => "Passes the conversation to a person",
            ToolKind.EndSession => "Ends the session",
            _ => name,
        };
    }

    private static string? First(Scope scope, params ReadOnlySpan<ExpressionSyntax?> texts)
    {
        foreach (var text in texts)
        {
            if (text is not null && Texts.Lenient(text, scope) is { Length: > 0 } found) return found;
        }
        return null;
    }
}

using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AgentScript.Model;
using AgentScript.Syntax;

namespace AgentScript.Running;

/// <summary>A script made ready to run: lowered once, shared by all its conversations.</summary>
internal sealed class Program
{
    private static readonly ConditionalWeakTable<Script, Program> Ready = [];

    private readonly FrozenDictionary<string, Procedure> afterResponses;

    private Program(Script script)
    {
        Script = script;
        Version = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(script.Tree.Source.Text)))[..16];
        Nodes = script.Nodes.Select(n => n.Name).Distinct(StringComparer.Ordinal).Select(n => script.Node(n)!)
            .ToFrozenDictionary(n => n.Name, n => new NodeProgram(n, script), StringComparer.Ordinal);
        afterResponses = script.ConnectedAgents.Select(a => a.Name).Distinct(StringComparer.Ordinal).Select(n => script.ConnectedAgent(n)!)
            .ToFrozenDictionary(a => a.Name, a => Lowering.Procedure(NodeProgram.AgentBody(a.Name), a.AfterResponse, script.Tree.Source, null), StringComparer.Ordinal);
        Intents = [.. script.Nodes.Where(n => n.Intent is not null && script.Node(n.Name) == n).Select(n => new IntentProgram(n))];
        HooksAlwaysRun = Word("exit_hooks") != "agentforce";
        StartsOver = !Is(false, "additional_parameter__reset_to_initial_node");
        Confirms = !Is(false, "additional_parameter__user_confirmation");
    }

    public Script Script { get; }

    public string Version { get; }

    public FrozenDictionary<string, NodeProgram> Nodes { get; }

    /// <summary>In the order of the file.</summary>
    public ImmutableArray<IntentProgram> Intents { get; }

    /// <summary><c>after_reasoning</c> also runs when a node is left by a transition, a failure or an escalation.</summary>
    public bool HooksAlwaysRun { get; }

    /// <summary>Every turn begins at <c>start_agent</c>.</summary>
    public bool StartsOver { get; }

    /// <summary><c>require_user_confirmation</c> asks the customer.</summary>
    public bool Confirms { get; }

    public static Program Of(Script script) => Ready.GetValue(script, s => new Program(s));

    public int Line(SyntaxNode syntax) => Script.Tree.Source.Line(syntax.Start) + 1;

    /// <summary>Null where the script has no such procedure.</summary>
    public Procedure? Procedure(Activation activation)
    {
        if (activation.IsAgent) return afterResponses.GetValueOrDefault(activation.Node) is { } after && after.Name == activation.Procedure ? after : null;
        if (!Nodes.TryGetValue(activation.Node, out var node)) return null;
        return node.Procedures.GetValueOrDefault(activation.Procedure);
    }

    private string? Word(string field) => Script.Config.GetValueOrDefault(field)?.Value switch
    {
        IdentifierSyntax bare => bare.Name,
        { } value => value.LiteralText(),
        _ => null,
    };

    private bool Is(bool expected, string field) => Script.Config.GetValueOrDefault(field)?.Value is BooleanSyntax flag && flag.Value == expected;
}

/// <summary>One node, lowered.</summary>
internal sealed class NodeProgram
{
    public const string Before = "before", Instructions = "instructions", Reply = "reply", After = "after";

    public NodeProgram(Node node, Script script)
    {
        Node = node;
        var source = script.Tree.Source;
        var procedures = new List<Procedure>
        {
            Lowering.Procedure(Before, node.Before, source, node),
            Lowering.Procedure(Instructions, node.Instructions, source, node),
            Lowering.Procedure(After, node.After, source, node),
        };
        if (node.Reply is { } reply) procedures.Add(Lowering.Procedure(Reply, reply, source, node));
        Tools = node.Tools.Select(t => t.Name).Distinct(StringComparer.Ordinal).Select(name => node.Tools.Last(t => t.Name == name)).ToFrozenDictionary(t => t.Name, StringComparer.Ordinal);
        procedures.AddRange(Tools.Values.Select(t => Lowering.ToolBody(ToolBody(t.Name), t.Body, source, node)));
        // A connected agent's after_response runs in the node that asked it.
        procedures.AddRange(Tools.Values.Where(t => t.Kind == ToolKind.ConnectedAgent).Select(t => t.Target?.Member).OfType<string>().Distinct(StringComparer.Ordinal)
            .Select(script.ConnectedAgent).OfType<ConnectedAgent>().Select(a => Lowering.Procedure(AgentBody(a.Name), a.AfterResponse, source, node)));
        Procedures = procedures.ToFrozenDictionary(p => p.Name, StringComparer.Ordinal);
        Schemas = Tools.Values.ToFrozenDictionary(t => t.Name, t => InputSchema.Of(ToolOffer.Fields(script, node, t)), StringComparer.Ordinal);
        Collected = [.. Procedures[Instructions].Operations.OfType<Collect>().Select(c => c.Variable).Distinct(StringComparer.Ordinal)];
    }

    public Node Node { get; }

    public FrozenDictionary<string, Procedure> Procedures { get; }

    public FrozenDictionary<string, ReasoningAction> Tools { get; }

    /// <summary>Tool → what the model fills in.</summary>
    public FrozenDictionary<string, JsonElement> Schemas { get; }

    /// <summary>Variables that the instructions collect with the model's help (language reference §12.8).</summary>
    public ImmutableArray<string> Collected { get; }

    public string CaptureTool => $"capture_{Node.Name}_fields";

    public string CancelTool => $"cancel_{Node.Name}_collect";

    public bool HasHook => !Node.IsRouter && Procedures[After].Operations.Length > 0;

    public static string ToolBody(string tool) => $"tool:{tool}";

    public static string AgentBody(string agent) => $"agent:{agent}";
}

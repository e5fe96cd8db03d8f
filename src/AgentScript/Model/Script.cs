using System.Collections.Immutable;
using AgentScript.Syntax;

namespace AgentScript.Model;

/// <summary>
/// What a syntax tree means: variables, nodes, actions, procedures. Bound leniently, as a script with errors still runs;
/// what is wrong is the linter's to say. Immutable and shared by all conversations.
/// </summary>
public sealed class Script
{
    public required SyntaxTree Tree { get; init; }

    /// <summary>From <c># @dialect: NAME</c> in the first ten lines; <c>agentforce</c> without it.</summary>
    public required string Dialect { get; init; }

    /// <summary>Entries of <c>config</c> by name, the first of each.</summary>
    public required ImmutableDictionary<string, EntrySyntax> Config { get; init; }

    public required SystemBlock System { get; init; }

    public required ImmutableArray<Variable> Variables { get; init; }

    /// <summary>start_agent, sub-agents and topics in the order of the file.</summary>
    public required ImmutableArray<Node> Nodes { get; init; }

    /// <summary>The first <c>start_agent</c>; null when the file has none, and then nothing can run.</summary>
    public required Node? Start { get; init; }

    public required ImmutableArray<ConnectedAgent> ConnectedAgents { get; init; }

    public required ImmutableArray<Connection> Connections { get; init; }

    /// <summary>Entries of <c>knowledge</c>: constants readable as <c>@knowledge.x</c>.</summary>
    public required ImmutableDictionary<string, EntrySyntax> Knowledge { get; init; }

    /// <summary>Whether the file uses our extension: <c>intent</c>, <c>reply</c>, <c>on failure</c> or <c>config: exit_hooks</c>.</summary>
    public required bool IsExtended { get; init; }

    /// <summary>developer_name or agent_name; null when neither is text.</summary>
    public string? Name => ConfigText("developer_name") ?? ConfigText("agent_name");

    public string? ConfigText(string field) => Config.GetValueOrDefault(field) is { Value: { } value } ? value.LiteralText() : null;

    public Variable? Variable(string name) => Variables.LastOrDefault(v => v.Name == name);

    /// <summary>By name, whatever kind of node it is: the last one wins.</summary>
    public Node? Node(string name) => Nodes.LastOrDefault(n => n.Name == name);

    public ConnectedAgent? ConnectedAgent(string name) => ConnectedAgents.LastOrDefault(a => a.Name == name);

    public static Script Parse(string text, string? path = null) => Binder.Bind(Parser.Parse(text, path));
}

/// <summary><c>system</c> of the file or of a node. Texts are strings or templates.</summary>
public sealed record SystemBlock(ExpressionSyntax? Instructions, bool StripVendorText, ExpressionSyntax? Welcome, ExpressionSyntax? Error, EntrySyntax? Syntax)
{
    public static SystemBlock None { get; } = new(null, false, null, null, null);
}

public enum Modifier { Plain, Mutable, Linked }

/// <summary>A declaration of a typed map: a variable, an input or an output.</summary>
/// <param name="Type">string, number, …, or empty where the source has none; <paramref name="IsList"/> for <c>list[TYPE]</c>.</param>
/// <param name="Properties">The indented lines below it, the first of each name.</param>
public record Declaration(string Name, Modifier Modifier, string Type, bool IsList, ExpressionSyntax? Default, ImmutableDictionary<string, EntrySyntax> Properties, EntrySyntax Syntax)
{
    public string? Description => Text("description");

    public string? Text(string property) => Properties.GetValueOrDefault(property)?.Value?.LiteralText();

    /// <summary>A boolean property, or null where it is absent or something else.</summary>
    public bool? Flag(string property) => Properties.GetValueOrDefault(property)?.Value is BooleanSyntax flag ? flag.Value : null;
}

/// <param name="Source">Of a linked variable: <c>@MessagingSession.Id</c>.</param>
public sealed record Variable(Declaration Declaration, ReferenceSyntax? Source)
{
    public string Name => Declaration.Name;

    public Modifier Modifier => Declaration.Modifier;
}

/// <summary><c>connected_subagent NAME</c>: another deployed agent.</summary>
public sealed record ConnectedAgent(
    string Name, string? Target, string? Label, ExpressionSyntax? Description, ExpressionSyntax? LoadingText,
    ImmutableArray<Declaration> Inputs, ImmutableArray<StatementSyntax> AfterResponse, EntrySyntax Syntax);

/// <summary><c>connection NAME</c>: what differs on one surface.</summary>
public sealed record Connection(string Name, ImmutableDictionary<string, EntrySyntax> Fields, EntrySyntax Syntax)
{
    public ImmutableArray<Declaration> Inputs { get; init; } = [];

    /// <summary>Said to the customer when a person takes over.</summary>
    public ExpressionSyntax? EscalationMessage { get; init; }

    public ExpressionSyntax? SystemInstructions { get; init; }

    public ExpressionSyntax? Instructions { get; init; }
}

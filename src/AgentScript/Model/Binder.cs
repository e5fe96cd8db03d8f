using System.Collections.Immutable;
using AgentScript.Syntax;

namespace AgentScript.Model;

/// <summary>From the tree to what it means. What it does not know it leaves out.</summary>
internal sealed class Binder
{
    private static readonly ImmutableDictionary<string, EntrySyntax> NoFields = ImmutableDictionary.Create<string, EntrySyntax>(StringComparer.Ordinal);

    private readonly MappingSyntax root;
    private readonly string? globalModel;

    private Binder(MappingSyntax root)
    {
        this.root = root;
        globalModel = ModelOf(root);
    }

    public static Script Bind(SyntaxTree tree)
    {
        var binder = new Binder(tree.Mapping);
        var nodes = binder.Nodes();
        var config = Fields(binder.Block("config"));
        return new Script
        {
            Tree = tree,
            Dialect = DialectComment.Find(tree)?.Name ?? "agentforce",
            Config = config,
            System = System(binder.Block("system")),
            Variables = Variables(binder.Block("variables")),
            Nodes = nodes,
            Start = nodes.FirstOrDefault(n => n.Kind == NodeKind.StartAgent),
            ConnectedAgents = [.. binder.Named("connected_subagent").Select(Connected)],
            Connections = [.. binder.Named("connection").Select(Connection)],
            Knowledge = Fields(binder.Block("knowledge")),
            IsExtended = config.ContainsKey("exit_hooks") || nodes.Any(n => n.Intent is not null || n.Reply is not null) || tree.HasOnFailure,
        };
    }

    private ImmutableArray<Node> Nodes() =>
        [.. root.Members.OfType<EntrySyntax>().Where(e => e.Key.Second is not null).Select(e => e.Key.First.Text switch
        {
            "start_agent" => Node(NodeKind.StartAgent, e),
            "subagent" => Node(NodeKind.Subagent, e),
            "topic" => Node(NodeKind.Topic, e),
            _ => null,
        }).OfType<Node>()];

    private Node Node(NodeKind kind, EntrySyntax entry)
    {
        var fields = Fields(entry);
        var reasoning = Fields(fields.GetValueOrDefault("reasoning"));
        return new Node
        {
            Kind = kind,
            Name = entry.Key.Second!.Text,
            Label = Expression(fields, "label"),
            Description = Expression(fields, "description"),
            System = System(fields.GetValueOrDefault("system")),
            Actions = [.. Entries(fields.GetValueOrDefault("actions")).Select(Action)],
            Before = Procedure(fields.GetValueOrDefault("before_reasoning")),
            Instructions = Procedure(reasoning.GetValueOrDefault("instructions")),
            Tools = [.. Entries(reasoning.GetValueOrDefault("actions")).Select(Tool)],
            After = Procedure(fields.GetValueOrDefault("after_reasoning")),
            Model = ModelOf(Mapping(entry)) ?? globalModel,
            Intent = fields.GetValueOrDefault("intent") is { } intent ? Intent(intent) : null,
            Reply = fields.GetValueOrDefault("reply") is { } reply ? Procedure(reply) : null,
            Syntax = entry,
        };
    }

    private static ActionDefinition Action(EntrySyntax entry)
    {
        var fields = Fields(entry);
        return new ActionDefinition(
            entry.Key.Text, Expression(fields, "description"), Expression(fields, "label"), fields.GetValueOrDefault("target")?.Value?.LiteralText(),
            Declarations(fields.GetValueOrDefault("inputs")), Declarations(fields.GetValueOrDefault("outputs")),
            Flag(fields, "require_user_confirmation"), Flag(fields, "include_in_progress_indicator"), Expression(fields, "progress_indicator_message"), entry);
    }

    private static ReasoningAction Tool(EntrySyntax entry)
    {
        var fields = Fields(entry);
        var members = Mapping(entry).Members;
        var clauses = entry.Value is ClausedSyntax claused ? claused.Clauses : [];
        var lone = entry.Body is ValueBodySyntax { Value: ClausedSyntax below } ? below.Clauses : [];
        var reference = (entry.Value is ClausedSyntax c ? c.Value : entry.Value) as ReferenceSyntax;
        var to = clauses.Concat(lone).OfType<ToClauseSyntax>().FirstOrDefault()?.Target as ReferenceSyntax;
        var kind = (reference?.Namespace, reference?.Member) switch
        {
            ("actions", not null) => ToolKind.Action,
            ("utils", "transition") => ToolKind.Transition,
            ("utils", "setVariables") => ToolKind.SetVariables,
            ("utils", "escalate") => ToolKind.Escalate,
            ("utils", "end_session") => ToolKind.EndSession,
            ("subagent" or "topic" or "start_agent", not null) => ToolKind.Delegate,
            ("connected_subagent", not null) => ToolKind.ConnectedAgent,
            _ => ToolKind.Unknown,
        };
        return new ReasoningAction(
            entry.Key.Text, kind, reference, kind == ToolKind.Transition ? to : reference, Expression(fields, "label"), Expression(fields, "description"),
            [.. members.OfType<AvailableWhenStatementSyntax>().Select(a => a.Condition)],
            [.. clauses.OfType<WithClauseSyntax>().SelectMany(w => w.Bindings), .. members.OfType<WithStatementSyntax>().SelectMany(w => w.Bindings)],
            [.. members.OfType<StatementSyntax>().Where(s => s is not (AvailableWhenStatementSyntax or WithStatementSyntax))], entry);
    }

    private static ConnectedAgent Connected(EntrySyntax entry)
    {
        var fields = Fields(entry);
        return new ConnectedAgent(
            entry.Key.Second!.Text, fields.GetValueOrDefault("target")?.Value?.LiteralText(), fields.GetValueOrDefault("label")?.Value?.LiteralText(),
            Expression(fields, "description"), Expression(fields, "loading_text"), Declarations(fields.GetValueOrDefault("inputs")),
            Procedure(fields.GetValueOrDefault("after_response")), entry);
    }

    private static Connection Connection(EntrySyntax entry)
    {
        var fields = Fields(entry);
        return new Connection(entry.Key.Second!.Text, fields, entry)
        {
            Inputs = Declarations(fields.GetValueOrDefault("inputs")),
            EscalationMessage = Expression(fields, "escalation_message"),
            SystemInstructions = Expression(fields, "additional_system_instructions"),
            Instructions = Expression(Fields(fields.GetValueOrDefault("reasoning")), "instructions"),
        };
    }

    private static Intent Intent(EntrySyntax entry)
    {
        var fields = Fields(entry);
        return new Intent(
            Texts(fields.GetValueOrDefault("examples")), Texts(fields.GetValueOrDefault("words")),
            [.. Declarations(fields.GetValueOrDefault("slots")).Select(d => new Slot(d.Name, d.Type, d.Text("pattern"), d.Text("answer"), d.Flag("identifies") == true, d.Syntax, d.Text("kind")))],
            entry);
    }

    private static ImmutableArray<Variable> Variables(EntrySyntax? block) =>
        [.. Declarations(block).Select(d => new Variable(d, d.Properties.GetValueOrDefault("source")?.Value as ReferenceSyntax))];

    private static ImmutableArray<Declaration> Declarations(EntrySyntax? block) => [.. Entries(block).Select(Declared)];

    private static Declaration Declared(EntrySyntax entry)
    {
        var (modifier, type, value) = entry.Value switch
        {
            DeclarationSyntax d => (d.Modifier.Text switch { "mutable" => Modifier.Mutable, "linked" => Modifier.Linked, _ => Modifier.Plain }, d.Type, d.Default),
            AssignmentSyntax a => (Modifier.Plain, a.Left, a.Right),
            ExpressionSyntax e => (Modifier.Plain, e, null),
            _ => (Modifier.Plain, (ExpressionSyntax?)null, (ExpressionSyntax?)null),
        };
        var (name, list) = type switch
        {
            IdentifierSyntax plain => (plain.Name, false),
            SubscriptSyntax { Target: IdentifierSyntax { Name: "list" }, Index: IdentifierSyntax of } => (of.Name, true),
            _ => ("", false),
        };
        return new Declaration(entry.Key.Text, modifier, name, list, value, Fields(entry), entry);
    }

    private static SystemBlock System(EntrySyntax? entry)
    {
        if (entry is null) return SystemBlock.None;
        var fields = Fields(entry);
        var messages = Fields(fields.GetValueOrDefault("messages"));
        return new SystemBlock(Expression(fields, "instructions"), Flag(fields, "strip_salesforce_instructions"), Expression(messages, "welcome"), Expression(messages, "error"), entry);
    }

    /// <summary>Statements below the key; a text on the key's line is a procedure of one template.</summary>
    private static ImmutableArray<StatementSyntax> Procedure(EntrySyntax? entry)
    {
        if (entry is null) return [];
        var below = Mapping(entry).Members.OfType<StatementSyntax>();
        return entry.Value is TemplateSyntax template ? [new TemplateStatementSyntax(template), .. below] : [.. below];
    }

    private static string? ModelOf(MappingSyntax mapping) =>
        mapping.Members.OfType<EntrySyntax>().FirstOrDefault(e => e.Key.Text == "model_config") is { } block ? Fields(block).GetValueOrDefault("model")?.Value?.LiteralText() : null;

    private static ImmutableArray<string> Texts(EntrySyntax? entry)
    {
        var items = entry switch
        {
            { Body: SequenceSyntax sequence } => sequence.Items.Select(i => i.Value),
            { Value: ListSyntax list } => list.Items,
            { Body: ValueBodySyntax { Value: ListSyntax list } } => list.Items,
            _ => [],
        };
        return [.. items.Select(i => i?.LiteralText()).OfType<string>()];
    }

    private static ExpressionSyntax? Expression(ImmutableDictionary<string, EntrySyntax> fields, string name) => fields.GetValueOrDefault(name).Expression();

    private static bool Flag(ImmutableDictionary<string, EntrySyntax> fields, string name) => fields.GetValueOrDefault(name)?.Value is BooleanSyntax { Value: true };

    private EntrySyntax? Block(string key) => root.Members.OfType<EntrySyntax>().FirstOrDefault(e => e.Key.First.Text == key && e.Key.Second is null);

    private IEnumerable<EntrySyntax> Named(string kind) => root.Members.OfType<EntrySyntax>().Where(e => e.Key.First.Text == kind && e.Key.Second is not null);

    private static IEnumerable<EntrySyntax> Entries(EntrySyntax? entry) => entry is null ? [] : Mapping(entry).Members.OfType<EntrySyntax>();

    private static MappingSyntax Mapping(EntrySyntax entry) => entry.Body as MappingSyntax ?? MappingSyntax.Empty;

    private static ImmutableDictionary<string, EntrySyntax> Fields(EntrySyntax? entry)
    {
        if (entry is null) return NoFields;
        var fields = NoFields.ToBuilder();
        foreach (var field in Entries(entry)) fields.TryAdd(field.Key.Text, field);
        return fields.ToImmutable();
    }
}

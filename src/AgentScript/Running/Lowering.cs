using System.Collections.Immutable;
using AgentScript.Model;
using AgentScript.Syntax;

namespace AgentScript.Running;

/// <summary>From the statements of one procedure to its operations.</summary>
internal sealed class Lowering
{
    private readonly SourceText source;
    private readonly Node? node;
    private readonly ImmutableArray<Operation>.Builder operations = ImmutableArray.CreateBuilder<Operation>();

    private Lowering(SourceText source, Node? node) => (this.source, this.node) = (source, node);

    /// <param name="node">Whose actions <c>run</c> means; null where there are none.</param>
    public static Procedure Procedure(string name, IEnumerable<StatementSyntax> statements, SourceText source, Node? node)
    {
        var lowering = new Lowering(source, node);
        lowering.Statements(statements, 0);
        return new Procedure(name, lowering.operations.ToImmutable(), lowering.operations.Count);
    }

    /// <summary>The body of a tool: its own sets come first (language reference §13.4), and <c>on failure</c> is another way in.</summary>
    public static Procedure ToolBody(string name, ImmutableArray<StatementSyntax> body, SourceText source, Node? node)
    {
        var lowering = new Lowering(source, node);
        lowering.Statements(body.Where(s => s is SetStatementSyntax), 0);
        lowering.Statements(body.Where(s => s is not (SetStatementSyntax or OnFailureStatementSyntax)), 0);
        var failure = lowering.Failure(body.OfType<OnFailureStatementSyntax>(), 0);
        return new Procedure(name, lowering.operations.ToImmutable(), failure);
    }

    private void Statements(IEnumerable<StatementSyntax> statements, int depth)
    {
        foreach (var statement in statements)
        {
            var line = Line(statement);
            if (depth > Limits.Nesting)
            {
                operations.Add(new Defect("nested too deep", line));
                return;
            }
            switch (statement)
            {
                case TemplateStatementSyntax text: operations.Add(new Say(text.Template, line)); break;
                case IfStatementSyntax choice: If(choice, line, depth); break;
                case SetStatementSyntax set: operations.Add(Variable(set.Target) is { } name ? new Assign(name, set.Value, line) : new Defect("set", line)); break;
                case RunStatementSyntax run: Run(run, line, depth); break;
                case TransitionStatementSyntax transition: operations.Add(Transition(transition.Target, line)); break;
                case CollectStatementSyntax collect: operations.Add(Collect(collect, line)); break;
                case WithStatementSyntax or AvailableWhenStatementSyntax or OnFailureStatementSyntax: break;
                default: operations.Add(new Defect("statement", line)); break;
            }
        }
    }

    private void If(IfStatementSyntax choice, int line, int depth)
    {
        var ends = new List<int>();
        var hasElse = false;
        for (var i = 0; i < choice.Branches.Length; i++)
        {
            var branch = choice.Branches[i];
            var test = operations.Count;
            if (branch.Condition is null)
            {
                operations.Add(new Else(line));
                Statements(branch.Body.Members.OfType<StatementSyntax>(), depth + 1);
                hasElse = true;
                break;
            }
            operations.Add(null!);
            Statements(branch.Body.Members.OfType<StatementSyntax>(), depth + 1);
            ends.Add(operations.Count);
            operations.Add(null!);
            operations[test] = new Branch(branch.Condition, i == 0 ? "then" : i.ToString(System.Globalization.CultureInfo.InvariantCulture), operations.Count, line);
        }
        if (!hasElse) operations.Add(new Else(line));
        foreach (var end in ends) operations[end] = new Jump(operations.Count, line);
    }

    private void Run(RunStatementSyntax run, int line, int depth)
    {
        var bindings = run.Body.Members.OfType<WithStatementSyntax>().SelectMany(w => w.Bindings).ToImmutableArray();
        ExpressionSyntax? Bound(string name) => bindings.LastOrDefault(b => b.Name.Text == name)?.Value;
        switch (run.Action)
        {
            case ReferenceSyntax { Namespace: "utils", Member: "escalate" }:
                operations.Add(new Escalate(Bound("reason"), Bound("message"), line));
                return;
            case ReferenceSyntax { Namespace: "utils", Member: "end_session" }:
                operations.Add(new EndTheSession(Bound("message"), line));
                return;
            case ReferenceSyntax { Namespace: "actions", Member: { } name }:
                var at = operations.Count;
                operations.Add(null!);
                var body = run.Body.Members.OfType<StatementSyntax>().ToList();
                Statements(body, depth + 1);
                var failure = Failure(body.OfType<OnFailureStatementSyntax>(), depth);
                operations.Add(new Leave(line));
                operations[at] = new Run(name, node?.Action(name), bindings, failure, line);
                return;
            default:
                operations.Add(new Defect("run", line));
                return;
        }
    }

    /// <summary>The failure's own way, jumped over by the other; where it begins.</summary>
    private int Failure(IEnumerable<OnFailureStatementSyntax> blocks, int depth)
    {
        if (blocks.FirstOrDefault() is not { } block) return operations.Count;
        var jump = operations.Count;
        operations.Add(null!);
        Statements(block.Body.Members.OfType<StatementSyntax>(), depth + 1);
        operations[jump] = new Jump(operations.Count, Line(block));
        return jump + 1;
    }

    private static Operation Transition(ExpressionSyntax? target, int line) => target switch
    {
        ReferenceSyntax { Namespace: "utils", Member: "escalate" } => new Escalate(null, null, line),
        ReferenceSyntax { Namespace: "utils", Member: "end_session" } => new EndTheSession(null, line),
        ReferenceSyntax { Namespace: "connected_subagent", Member: { } agent } => new Transition(agent, true, line),
        ReferenceSyntax { Member: { } name } => new Transition(name, false, line),
        IdentifierSyntax bare => new Transition(bare.Name, false, line),
        _ => new Defect("transition", line),
    };

    private static Operation Collect(CollectStatementSyntax collect, int line)
    {
        if (Variable(collect.Target) is not { } variable) return new Defect("collect", line);
        var fields = collect.Body.Members.OfType<EntrySyntax>().ToList();
        var attempts = fields.FirstOrDefault(f => f.Key.Text == "attempts")?.Value is NumberSyntax { Value: >= 1 and <= 100 } number ? (int)number.Value : Limits.Attempts;
        return new Collect(variable, fields.FirstOrDefault(f => f.Key.Text == "message").Expression(), attempts, line);
    }

    private static string? Variable(ExpressionSyntax target) => target switch
    {
        ReferenceSyntax { Namespace: "variables", Member: { } name } => name,
        IdentifierSyntax bare => bare.Name,
        _ => null,
    };

    private int Line(SyntaxNode syntax) => source.Line(syntax.Start) + 1;
}

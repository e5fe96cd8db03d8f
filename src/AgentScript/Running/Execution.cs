using System.Collections.Immutable;
using System.Text.Json;
using AgentScript.Expressions;
using AgentScript.Syntax;

namespace AgentScript.Running;

/// <summary>One step: what is kept in a frame, unfolded; from a result to the next effect.</summary>
internal sealed partial class Execution
{
    public const string DefaultError = "I am sorry, something went wrong on our side. Please try again.";

    private const string InModel = "model", InCalls = "calls";

    private readonly Program program;
    private readonly Frame frame;
    private readonly List<Activation> stack = [];
    private readonly ImmutableArray<Traced>.Builder trace = ImmutableArray.CreateBuilder<Traced>();
    private ImmutableSortedDictionary<string, JsonElement> variables;
    private int? variablesSize;
    private Machine machine;
    private string? intent;
    private string position;
    private Effect? effect;

    public Execution(Program program, Frame frame)
    {
        this.program = program;
        this.frame = frame;
        (intent, position) = (frame.Intent, frame.Position);
        // A frame that was read from JSON sorts by culture.
        variables = (frame.Variables ?? ImmutableSortedDictionary<string, JsonElement>.Empty).WithComparers(StringComparer.Ordinal);
        if (frame.Machine is { } kept && kept.Version == program.Version && Fits(kept))
        {
            machine = kept with { Classes = kept.Classes.WithComparers(StringComparer.Ordinal) };
            stack.AddRange(kept.Stack);
            return;
        }
        machine = new Machine
        {
            Version = program.Version,
            Classes = (frame.Machine?.Classes ?? ImmutableSortedDictionary<string, string>.Empty).WithComparers(StringComparer.Ordinal),
            Shown = frame.Machine?.Shown ?? DataClass.Public,
        };
        foreach (var variable in program.Script.Variables.Where(v => v.Modifier != Model.Modifier.Linked && v.Declaration.Default is not null && !variables.ContainsKey(v.Name)))
            variables = variables.SetItem(variable.Name, Literal.Of(variable.Declaration, Scope(null)).ToJson());
    }

    private Activation Top
    {
        get => stack[^1];
        set => stack[^1] = value;
    }

    private NodeProgram TopNode => program.Nodes[Top.Node];

    /// <summary>What references mean in an activation.</summary>
    public Scope Scope(Activation? activation) => new(program, frame.Linked, variables, machine.Classes, machine.Turn.Text)
    {
        Outputs = activation is { Outputs: [.., var innermost] } ? innermost : null,
        Node = activation is { IsAgent: false } && program.Nodes.TryGetValue(activation.Node, out var node) ? node : null,
    };

    public Step Next(Result? result)
    {
        var waiting = machine.Waiting;
        switch (result)
        {
            case CustomerMessage message: Hear(message); break;
            case Confirmed answer when waiting is { For: WaitingFor.Confirmation }: Resume(machine.Turn.Text); Confirm(answer.Yes); break;
            case ToolResult given when waiting is { For: WaitingFor.Action }: Resume(); Receive(given); break;
            case ModelAnswer given when waiting is { For: WaitingFor.Model }: Resume(); Receive(given); break;
            case AgentAnswer given when waiting is { For: WaitingFor.Agent }: Resume(); Receive(given); break;
            // A call of another version of the script was on its way: the turn begins again with the customer's words.
            case not null when frame.Machine is { Waiting: not null, Turn.Text.Length: > 0 } old && old.Version != program.Version: Hear(new CustomerMessage(old.Turn.Text, frame.Linked.Now)); break;
            default: return new Step(frame, new EndTurn(), [new Traced("ignored", result?.GetType().Name ?? "nothing", 0)]);
        }
        do
        {
            while (effect is null) Execute();
        }
        while (GoesOn());
        return Finished();
    }

    private Step Finished()
    {
        machine = machine with { Stack = [.. stack] };
        if (stack.Count > 0 && Json.Size(machine) + Json.Size(variables) > Limits.Frame)
        {
            Trace("limit", "frame", 0);
            stack.Clear();
            machine = new Machine { Version = program.Version, Classes = machine.Classes, Shown = machine.Shown, Turn = machine.Turn };
            effect = Apology(Spoken.Nothing);
        }
        return new Step(frame with { Position = position, Variables = variables, Intent = intent, Machine = machine }, effect!, trace.ToImmutable()) { Understood = understood.ToImmutable() };
    }

    /// <summary>Whether a frame could have been written here; one made by hand may say anything.</summary>
    private bool Fits(Machine kept) =>
        kept.Turn is not null && kept.Classes is not null && !kept.Stack.IsDefault && !kept.Exchanges.IsDefault && !kept.Queue.IsDefault && kept.Waiting is not { Between.IsDefault: true }
        && (kept.Waiting is null || kept.Stack.Length > 0 || kept.Waiting.For == WaitingFor.Choice)
        && kept.Stack.All(a => a is { Node: not null, Procedure: not null, Text: not null, Said: not null } && !a.Outputs.IsDefault && a.At >= 0
            && (a.IsAgent ? program.Script.ConnectedAgent(a.Node) is not null : program.Nodes.ContainsKey(a.Node)));

    private void Execute()
    {
        if (Spent()) return;
        if (Top.Procedure == InCalls)
        {
            NextCall();
            return;
        }
        if (program.Procedure(Top) is not { } procedure || Top.At >= procedure.Operations.Length)
        {
            EndOfProcedure();
            return;
        }
        var operation = procedure.Operations[Top.At];
        Place(operation.Line);
        switch (operation)
        {
            case Say say: Append(say); break;
            case Branch branch: Choose(branch); break;
            case Else none:
                Trace("branch", "else", none.Line);
                Advance();
                break;
            case Jump jump: Top = Top with { At = jump.To }; break;
            case Assign set: Set(set); break;
            case Run run: Call(run); break;
            case Leave: Top = Top with { At = Top.At + 1, Outputs = Top.Outputs.IsEmpty ? [] : Top.Outputs.RemoveAt(Top.Outputs.Length - 1) }; break;
            case Transition transition:
                Trace("transition", transition.Target, transition.Line);
                Go(new Exit(ExitKind.Transition, transition.Target, transition.IsAgent));
                break;
            case Collect collect: Collect(collect); break;
            case Escalate escalate: Escalate(escalate); break;
            case EndTheSession end: End(end); break;
            case Defect defect:
                Trace("failed", defect.What, defect.Line);
                Advance();
                break;
        }
    }

    private void Advance() => Top = Top with { At = Top.At + 1 };

    /// <summary>Counts an operation; true when the turn has had all it may have.</summary>
    private bool Spent()
    {
        machine = machine with { Turn = machine.Turn with { Operations = machine.Turn.Operations + 1 } };
        var most = machine.Turn.Limited ? Limits.OperationsPerTurn + Limits.OperationsAfterLimit : Limits.OperationsPerTurn;
        if (machine.Turn.Operations <= most) return false;
        Limit("operations");
        return true;
    }

    private void EndOfProcedure()
    {
        var procedure = Top.Procedure;
        if (Top.IsAgent)
        {
            Go(new Exit(ExitKind.Answer));
            return;
        }
        switch (procedure)
        {
            case NodeProgram.Before:
                Top = Top with { Procedure = TopNode.Node.Reply is null ? NodeProgram.Instructions : NodeProgram.Reply, At = 0, Outputs = [] };
                break;
            case NodeProgram.Instructions: AskModel(); break;
            case NodeProgram.Reply: Go(new Exit(ExitKind.Answer)); break;
            case NodeProgram.After: Complete(); break;
            // The connected agent's own callback is followed by that of the tool.
            case var name when name.StartsWith("agent:", StringComparison.Ordinal) && Top.Calls is { } calls:
                Top = Top with { Procedure = NodeProgram.ToolBody(calls.Calls[calls.Results.Length - 1].Name), At = 0 };
                break;
            default: Top = Top with { Procedure = InCalls, At = 0, Outputs = [] }; break;
        }
    }

    private void Append(Say say)
    {
        var isReply = Top.Procedure == NodeProgram.Reply;
        if (!isReply && Top.Procedure != NodeProgram.Instructions)
        {
            // Text belongs to instructions and replies alone.
            Trace("failed", "text", say.Line);
            Advance();
            return;
        }
        var scope = Scope(Top);
        try
        {
            var text = isReply ? Texts.Strict(say.Template, scope) : Texts.Lenient(say.Template, scope, () => Trace("failed", "expression", say.Line));
            Top = Top with { At = Top.At + 1, Text = Top.Text.Length == 0 ? text : $"{Top.Text}\n{text}", Class = DataClass.Stricter(Top.Class, scope.Class) };
        }
        catch (ExpressionException e)
        {
            // A customer is not given a sentence with a hole in it.
            Trace("failed", "expression", program.Script.Tree.Source.Line(e.Start) + 1);
            Go(new Exit(ExitKind.Failure, Reason: "expression"));
        }
    }

    private void Choose(Branch branch)
    {
        var holds = Evaluate(branch.Condition, branch.Line, out var value, out _) && Evaluator.IsTrue(value);
        if (holds) Trace("branch", branch.Way, branch.Line);
        Top = Top with { At = holds ? Top.At + 1 : branch.Otherwise };
    }

    private void Set(Assign set)
    {
        Advance();
        if (Evaluate(set.Value, set.Line, out var value, out var dataClass) && Set(set.Variable, value, dataClass, set.Line)) Trace("set", set.Variable, set.Line);
    }

    /// <summary>False where the variable is linked, or has no room.</summary>
    private bool Set(string name, Value value, string dataClass, int line)
    {
        if (program.Script.Variable(name) is { Modifier: Model.Modifier.Linked })
        {
            Trace("failed", $"{name}: linked", line);
            return false;
        }
        var json = value.ToJson();
        var more = Json.Size(json) - (variables.TryGetValue(name, out var old) ? Json.Size(old) : -(name.Length + 4));
        variablesSize ??= Json.Size(variables);
        if (more > 0 && variablesSize + more > Limits.Variables)
        {
            Trace("limit", $"{name}: variables", line);
            return false;
        }
        (variables, variablesSize) = (variables.SetItem(name, json), variablesSize + more);
        machine = machine with { Classes = dataClass == DataClass.Public ? machine.Classes.Remove(name) : machine.Classes.SetItem(name, dataClass) };
        return true;
    }

    /// <summary>False where there is no value; that is traced.</summary>
    private bool Evaluate(ExpressionSyntax expression, int line, out Value value, out string dataClass)
    {
        var scope = Scope(Top);
        try
        {
            value = Evaluator.Evaluate(expression, scope);
            dataClass = scope.Class;
            return true;
        }
        catch (ExpressionException)
        {
            Trace("failed", "expression", line);
            (value, dataClass) = (Value.None, DataClass.Public);
            return false;
        }
    }

    /// <summary>A text of the script, or nothing where it has none.</summary>
    private Spoken Text(ExpressionSyntax? text, int line)
    {
        if (text is null) return Spoken.Nothing;
        var scope = Scope(stack.Count > 0 ? Top : null);
        return new Spoken(Texts.Lenient(text, scope, () => Trace("failed", "expression", line)), scope.Class);
    }

    private void Place(int line) => position = $"{Top.Node}/{Top.Procedure}:{line}";

    private void Trace(string kind, string name, int line)
    {
        if (trace.Count < Limits.TraceRecords) trace.Add(new Traced(kind, name, line));
    }
}

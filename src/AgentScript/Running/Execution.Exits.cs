namespace AgentScript.Running;

/// <summary>How nodes are entered and left, and how a turn ends.</summary>
internal sealed partial class Execution
{
    private const string DefaultGoodbye = "Goodbye.", DefaultHandoff = "I am passing this to a person, who will get back to you.";

    private void Enter(string name, bool isAgent, string said, string saidClass)
    {
        var activation = new Activation { Node = name, IsAgent = isAgent, Said = said, SaidClass = saidClass };
        if (isAgent)
        {
            stack.Add(activation with { Procedure = NodeProgram.AgentBody(name) });
            Trace("enter", name, program.Line(program.Script.ConnectedAgent(name)!.Syntax));
            AskAgent(name, [], Json.EmptyObject);
            return;
        }
        var node = program.Nodes[name].Node;
        stack.Add(activation with { Procedure = node.IsRouter ? NodeProgram.Instructions : NodeProgram.Before });
        if (node.Intent is not null) intent = name;
        if (stack.Count == 1) machine = machine with { Node = name, Stay = false };
        Place(program.Line(node.Syntax));
        Trace("enter", name, program.Line(node.Syntax));
    }

    /// <summary>The way out that was taken. Within a tool's callback it waits until all calls of the model's answer are done; the first one counts.</summary>
    private void Go(Exit exit)
    {
        if (Top.Calls is { } calls && Top.Procedure != InCalls && exit.Kind != ExitKind.Failure)
        {
            Top = Top with { Calls = calls with { Pending = calls.Pending ?? exit }, Procedure = InCalls, At = 0, Outputs = [] };
            return;
        }
        if (Top.Exit is not null)
        {
            GoFromHook(exit);
            return;
        }
        if (Refusal(exit) is { } refusal) exit = refusal;
        var leaving = Top;
        // Half an answer is not given.
        if (exit.Kind != ExitKind.Failure && (leaving.Procedure == NodeProgram.Reply || leaving.IsAgent))
            leaving = leaving with { Said = Texts.Join(leaving.Said, leaving.Text.TrimEnd()), SaidClass = DataClass.Stricter(leaving.SaidClass, leaving.Class) };
        Top = leaving with { Exit = exit, Text = "", Outputs = [], Calls = null };
        var runsHook = !Top.IsAgent && TopNode.HasHook && (program.HooksAlwaysRun || exit.Kind is ExitKind.Answer or ExitKind.EndSession);
        if (runsHook) Top = Top with { Procedure = NodeProgram.After, At = 0 };
        else Complete();
    }

    /// <summary>A way out of <c>after_reasoning</c>: it counts when the node was about to answer, else the first one stays.</summary>
    private void GoFromHook(Exit exit)
    {
        if (Top.Exit!.Kind != ExitKind.Answer)
        {
            if (exit.Kind == ExitKind.Failure && exit.Reason == "limit") Top = Top with { Exit = exit };
            else Trace("ignored", exit.Kind.ToString(), 0);
        }
        else
        {
            Top = Top with { Exit = Refusal(exit) ?? exit };
        }
        Complete();
    }

    /// <summary>A transition that leads nowhere, or is one too many, is a failure.</summary>
    private Exit? Refusal(Exit exit)
    {
        if (exit.Kind != ExitKind.Transition) return null;
        if (exit.IsAgent ? program.Script.ConnectedAgent(exit.Target!) is null : !program.Nodes.ContainsKey(exit.Target!))
        {
            Trace("failed", $"{exit.Target}: unknown_node", 0);
            return new Exit(ExitKind.Failure, Reason: "unknown_node");
        }
        if (machine.Turn.Transitions < Limits.TransitionsPerTurn)
        {
            machine = machine with { Turn = machine.Turn with { Transitions = machine.Turn.Transitions + 1 } };
            return null;
        }
        Trace("limit", "transitions", 0);
        return new Exit(ExitKind.Failure, Reason: "limit");
    }

    private void Limit(string what)
    {
        Trace("limit", what, 0);
        if (machine.Turn.Limited)
        {
            // The hooks had their share as well.
            Fail();
            return;
        }
        machine = machine with { Turn = machine.Turn with { Limited = true, Operations = Math.Min(machine.Turn.Operations, Limits.OperationsPerTurn) } };
        Go(new Exit(ExitKind.Failure, Reason: "limit"));
    }

    /// <summary>The node has done all it does: its way out is taken.</summary>
    private void Complete()
    {
        var done = Top;
        var exit = done.Exit!;
        stack.RemoveAt(stack.Count - 1);
        if (exit.Kind == ExitKind.Transition)
        {
            Enter(exit.Target!, exit.IsAgent, done.Said, done.SaidClass);
            return;
        }
        if (stack.Count == 0)
        {
            EndTurn(done, exit);
            return;
        }
        // A delegated node: its answer is a result for the node that asked; a person, an end and a limit are for all of them.
        if (exit.Kind == ExitKind.Answer) Returned(done);
        else if (exit.Kind == ExitKind.Failure && exit.Reason != "limit") Refused(exit.Reason ?? "failed");
        else
        {
            if (exit.Kind != ExitKind.Failure) Top = Top with { Said = Texts.Join(Top.Said, done.Said), SaidClass = DataClass.Stricter(Top.SaidClass, done.SaidClass) };
            Go(exit);
        }
    }

    private void EndTurn(Activation last, Exit exit)
    {
        machine = machine with { Waiting = null, Stay = last.Collecting && exit.Kind == ExitKind.Answer };
        var said = new Spoken(last.Said, last.SaidClass);
        var all = said.And(new Spoken(exit.Text ?? "", exit.Class));
        effect = exit.Kind switch
        {
            ExitKind.Handoff => new Handoff(Json.Cut(exit.Reason ?? "the script passed the conversation on", Limits.Reason), all.Text) { Class = all.Class, ReasonClass = exit.ReasonClass },
            ExitKind.EndSession => Goodbye(all),
            ExitKind.Failure => Apology(said),
            _ when machine.Turn.Ending => Goodbye(said),
            _ when said.IsEmpty => Silent(),
            _ => new Reply(said.Text, said.Class),
        };
    }

    private static EndSession Goodbye(Spoken said) => said.IsEmpty ? new(DefaultGoodbye) : new(said.Text) { Class = said.Class };

    private Reply Silent()
    {
        Trace("silent", machine.Node, 0);
        return Apology(Spoken.Nothing);
    }

    private Reply Apology(Spoken said)
    {
        var error = Text(program.Script.System.Error, 0);
        var all = said.And(error.IsEmpty ? new Spoken(DefaultError, DataClass.Public) : error);
        return new Reply(all.Text, all.Class) { IsError = true };
    }

    /// <summary>The turn ends here and now, without the hooks.</summary>
    private void Fail()
    {
        var root = stack[0];
        stack.Clear();
        EndTurn(root, new Exit(ExitKind.Failure, Reason: "limit"));
    }

    private void Escalate(Escalate escalate)
    {
        var reason = Text(escalate.Reason, escalate.Line);
        var message = Text(escalate.Message, escalate.Line);
        Trace("escalate", Top.Node, escalate.Line);
        Escalated(reason.IsEmpty ? new Spoken($"escalated in {Top.Node}", DataClass.Public) : reason, message.IsEmpty ? EscalationMessage(escalate.Line) : message);
    }

    private void Escalated(Spoken reason, Spoken message) =>
        Go(new Exit(ExitKind.Handoff, Reason: reason.Text, Text: message.Text) { Class = message.Class, ReasonClass = reason.Class });

    private void End(EndTheSession end)
    {
        Trace("end_session", Top.Node, end.Line);
        var message = Text(end.Message, end.Line);
        Go(new Exit(ExitKind.EndSession, Text: message.Text) { Class = message.Class });
    }

    /// <summary>What the connection says when a person takes over.</summary>
    private Spoken EscalationMessage(int line)
    {
        var connection = Surface.ForHandoff(program.Script, frame.Linked.Channel);
        if (connection is null) Trace("failed", "no connection to a person", line);
        return Text(connection?.EscalationMessage, line) is { IsEmpty: false } message ? message : new Spoken(DefaultHandoff, DataClass.Public);
    }
}

namespace AgentScript.Running;

/// <summary>What a model is asked, and what its answer does.</summary>
internal sealed partial class Execution
{
    private void AskModel()
    {
        if (Top.ModelCalls >= Limits.ModelCallsPerActivation || machine.Turn.ModelCalls >= Limits.ModelCallsPerTurn)
        {
            Limit("model calls");
            return;
        }
        var node = TopNode;
        var scope = Scope(Top);
        var tools = ToolOffer.Of(program, node, Top.Collecting, scope);
        if (node.Node.IsRouter && tools.IsEmpty)
        {
            Failed("no_choice");
            return;
        }
        effect = new CallModel(
            node.Node.Name, Prompt.System(program, node.Node, scope), Prompt.Instructions(program, node, Top, scope), tools, node.Node.IsRouter, machine.Exchanges, node.Node.Model);
        var seen = DataClass.Stricter(Top.Class, scope.Class);
        machine = machine with
        {
            Waiting = new Waiting(WaitingFor.Model),
            Turn = machine.Turn with { ModelCalls = machine.Turn.ModelCalls + 1 },
            Shown = DataClass.Stricter(machine.Shown, seen),
        };
        Trace("model", node.Node.Name, program.Line(node.Node.Syntax));
        position = $"{node.Node.Name}/{InModel}:{program.Line(node.Node.Syntax)}";
        // The prompt has gone out: a frame need not keep it.
        Top = Top with { Procedure = InModel, At = 0, Text = "", Outputs = [], ModelCalls = Top.ModelCalls + 1 };
    }

    private void Receive(ModelAnswer answer)
    {
        var calls = answer.Calls.IsDefault ? [] : answer.Calls;
        if (answer.Failure is { } failure) Failed(Json.Cut(failure, 100));
        else if (calls.Length > 0) Called(answer.Text, calls);
        else if (TopNode.Node.IsRouter) Failed("no_choice");
        else if (!string.IsNullOrWhiteSpace(answer.Text) || machine.Turn.Ending) Said(answer.Text ?? "");
        else Failed("empty_answer");
    }

    private void Said(string text)
    {
        Top = Top with { Said = Texts.Join(Top.Said, text.Trim()), SaidClass = DataClass.Stricter(Top.SaidClass, DataClass.Stricter(machine.Shown, DataClass.Internal)) };
        Go(new Exit(ExitKind.Answer));
    }

    private void Failed(string reason)
    {
        Trace("failed", $"model: {reason}", 0);
        Go(new Exit(ExitKind.Failure, Reason: reason));
    }
}

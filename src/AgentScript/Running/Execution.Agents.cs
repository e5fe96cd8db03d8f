using System.Collections.Immutable;
using System.Text.Json;
using AgentScript.Expressions;
using AgentScript.Model;
using AgentScript.Syntax;

namespace AgentScript.Running;

/// <summary>Nodes and other agents that answer for a node (language reference §13.7 and §13.8).</summary>
internal sealed partial class Execution
{
    private void Delegate(ReasoningAction tool)
    {
        if (stack.Count > Limits.Delegations)
        {
            Trace("limit", "delegations", program.Line(tool.Syntax));
            Callback(Json.Text(("error", "too_many_delegations")), null, true);
            return;
        }
        Enter(tool.Target!.Member!, false, "", DataClass.Public);
    }

    /// <summary>A delegated node has answered.</summary>
    private void Returned(Activation child)
    {
        machine = machine with { Shown = DataClass.Stricter(machine.Shown, child.SaidClass) };
        if (string.IsNullOrWhiteSpace(child.Said)) Refused("empty_answer");
        else Callback(Json.Text(("answer", child.Said)), null, false);
    }

    /// <summary>A delegated node or another agent did not answer: the model hears it and goes on.</summary>
    private void Refused(string reason)
    {
        Trace("failed", $"{Top.Calls!.Calls[Top.Calls.Results.Length].Name}: {reason}", 0);
        Callback(Json.Text(("error", reason)), FailureOutputs(reason), true);
    }

    private void AskAgent(string name, ImmutableArray<BindingSyntax> bindings, JsonElement model)
    {
        var agent = program.Script.ConnectedAgent(name)!;
        var values = new Dictionary<string, Value>(StringComparer.Ordinal);
        foreach (var input in agent.Inputs)
        {
            var own = bindings.LastOrDefault(b => b.Name.Text == input.Name)?.Value;
            var filled = own is EllipsisSyntax && model.TryGetProperty(input.Name, out var json) ? Filled(json, input) : null;
            var expression = own is null or EllipsisSyntax ? input.Default : own;
            if (filled is { } value || (expression is not (null or EllipsisSyntax) && Evaluate(expression, program.Line(input.Syntax), out value, out _))) values[input.Name] = value;
        }
        if (agent.Target is null)
        {
            Receive(new AgentAnswer(null, "no_target"));
            return;
        }
        effect = new CallAgent(agent.Target, machine.Turn.Text, Json.Object(values.Where(v => !v.Value.IsNone)), Text(agent.LoadingText, 0) is { IsEmpty: false } loading ? loading.Text : null);
        machine = machine with { Waiting = new Waiting(WaitingFor.Agent, agent.Target) };
    }

    private void Receive(AgentAnswer answer)
    {
        var failure = answer.Failure ?? (string.IsNullOrWhiteSpace(answer.Text) ? "empty_answer" : null);
        if (Top.IsAgent)
        {
            if (failure is not null) Failed(failure);
            else Top = Top with { Text = answer.Text!.Trim(), Class = DataClass.Internal };
            return;
        }
        if (failure is not null)
        {
            Refused(failure);
            return;
        }
        var tool = TopNode.Tools[Top.Calls!.Calls[Top.Calls.Results.Length].Name];
        machine = machine with { Shown = DataClass.Stricter(machine.Shown, DataClass.Internal) };
        Callback(Json.Text(("answer", answer.Text!)), null, false);
        Top = Top with { Procedure = NodeProgram.AgentBody(tool.Target!.Member!), At = 0 };
    }
}

using System.Collections.Immutable;
using System.Text.Json;
using AgentScript.Expressions;
using AgentScript.Model;
using AgentScript.Syntax;

namespace AgentScript.Running;

/// <summary>The tools a model calls (language reference §13.4).</summary>
internal sealed partial class Execution
{
    private void Called(string? text, ImmutableArray<ModelToolCall> calls)
    {
        if (calls.Length > Limits.CallsPerAnswer) Trace("limit", "calls", 0);
        var scope = Scope(Top);
        var kept = ImmutableArray.CreateBuilder<ModelToolCall>();
        var refusals = ImmutableArray.CreateBuilder<string>();
        var size = 0;
        foreach (var call in calls.Take(Limits.CallsPerAnswer))
        {
            var whole = call.Arguments.ValueKind == JsonValueKind.Object && !Json.IsDeeper(call.Arguments, Limits.JsonDepth);
            size += whole ? Json.Size(call.Arguments) : 0;
            var fits = whole && size <= Limits.Exchanges;
            kept.Add(new ModelToolCall(Json.Cut(call.Id ?? "", 128), Json.Cut(call.Name ?? "", 128), fits ? call.Arguments.Clone() : Json.EmptyObject));
            // A call without arguments is one with none.
            var refusal = fits || call.Arguments.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null ? null : "invalid_arguments";
            refusals.Add(ToolOffer.Refusal(program, TopNode, call.Name ?? "", Top.Collecting, scope) ?? refusal ?? "");
        }
        Top = Top with { Procedure = InCalls, At = 0, Calls = new CallState(text is null ? null : Json.Cut(text, Limits.Words), kept.ToImmutable(), refusals.ToImmutable(), []) };
    }

    private void NextCall()
    {
        var state = Top.Calls!;
        if (state.Results.Length == state.Calls.Length)
        {
            AllCalled(state);
            return;
        }
        var call = state.Calls[state.Results.Length];
        if (state.Refusals[state.Results.Length] is { Length: > 0 } refusal)
        {
            Trace("failed", $"{call.Name}: {refusal}", 0);
            Mistaken();
            Add(Json.Text(("error", refusal)));
            return;
        }
        if (call.Name == TopNode.CaptureTool || call.Name == TopNode.CancelTool)
        {
            Trace("tool", call.Name, 0);
            if (call.Name == TopNode.CaptureTool) Add(Write(ToolOffer.Captured(program, TopNode), [], call.Arguments, 0));
            else
            {
                Add(Json.Text(("status", "cancelled")));
                if (program.Script.Start is { } start) Pend(new Exit(ExitKind.Transition, start.Name));
            }
            return;
        }
        var tool = TopNode.Tools[call.Name];
        var line = program.Line(tool.Syntax);
        Place(line);
        Trace("tool", tool.Name, line);
        switch (tool.Kind)
        {
            case ToolKind.Action: CallTool(tool, call); break;
            case ToolKind.SetVariables: Callback(Write(ToolOffer.Fields(program.Script, TopNode.Node, tool), tool.Bindings, call.Arguments, line), null, false); break;
            case ToolKind.Transition:
                Pend(new Exit(ExitKind.Transition, tool.Target!.Member, tool.Target.Namespace == "connected_subagent"));
                Trace("transition", tool.Target.Member!, line);
                Callback(Json.Text(("status", "ok")), null, false);
                break;
            case ToolKind.Escalate:
                Trace("escalate", Top.Node, line);
                var message = EscalationMessage(line);
                var reason = Text(tool.Description, line) is { IsEmpty: false } why ? why.Text : $"the model called {tool.Name}";
                Pend(new Exit(ExitKind.Handoff, Reason: reason, Text: message.Text) { Class = message.Class });
                Callback(Json.Text(("status", "ok")), null, false);
                break;
            case ToolKind.EndSession:
                machine = machine with { Turn = machine.Turn with { Ending = true } };
                Trace("end_session", Top.Node, line);
                Callback(Json.Text(("status", "the session ends with your answer: say goodbye")), null, false);
                break;
            case ToolKind.Delegate: Delegate(tool); break;
            case ToolKind.ConnectedAgent: AskAgent(tool.Target!.Member!, tool.Bindings, call.Arguments); break;
        }
    }

    private void CallTool(ReasoningAction tool, ModelToolCall call)
    {
        var action = TopNode.Node.Action(tool.Target!.Member!)!;
        var failure = Bind(action, tool.Bindings, call.Arguments, out var arguments, out var dataClass);
        if (failure is null && action.Target is not null) Request(action, arguments, dataClass);
        else ActionReturned(FailureOutputs(failure ?? "no_target"), failure ?? "no_target");
    }

    private void ActionReturned(CallOutputs outputs, string? failure)
    {
        var state = Top.Calls!;
        var tool = TopNode.Tools[state.Calls[state.Results.Length].Name];
        if (failure is not null)
        {
            Trace("failed", $"{tool.Name}: {failure}", program.Line(tool.Syntax));
            if (IsMistake(failure)) Mistaken();
            Callback(Json.Text(("error", failure)), outputs, true);
            return;
        }
        var (shown, dataClass) = VisibleOutputs.Of(outputs, TopNode.Node.Action(tool.Target!.Member!)!);
        machine = machine with { Shown = DataClass.Stricter(machine.Shown, dataClass) };
        Callback(shown, outputs, false);
    }

    /// <summary>Writes variables from a call: all of them or, where one value is none of its type, none. Right sides see the state before the call.</summary>
    private string Write(IEnumerable<InputSchema.Field> fields, ImmutableArray<BindingSyntax> bindings, JsonElement model, int line)
    {
        var values = new Dictionary<string, (Value Value, string Class)>(StringComparer.Ordinal);
        foreach (var binding in bindings.Where(b => b.Value is not EllipsisSyntax))
        {
            if (!Evaluate(binding.Value, line, out var value, out var dataClass)) return Json.Text(("error", "invalid_input"), ("field", binding.Name.Text));
            var declared = program.Script.Variable(binding.Name.Text)?.Declaration;
            if ((declared is null ? value : Types.Coerce(value, declared.Type, declared.IsList)) is not { } typed) return Json.Text(("error", "invalid_input"), ("field", binding.Name.Text));
            values[binding.Name.Text] = (typed, dataClass);
        }
        foreach (var field in fields)
        {
            if (!model.TryGetProperty(field.Name, out var json)) continue;
            if (Filled(json, field.Declaration) is not { } value) return Json.Text(("error", "invalid_input"), ("field", field.Name));
            values[field.Name] = (value, DataClass.Stricter(machine.Shown, DataClass.Internal));
        }
        foreach (var (name, (value, dataClass)) in values)
        {
            if (!Set(name, value, dataClass, line)) return Json.Text(("error", "not_set"), ("field", name));
            Trace("set", name, line);
        }
        return Json.Text(("status", "ok"), ("set", string.Join(", ", values.Keys)));
    }

    /// <summary>What a model could have known: a tool that is not there, arguments that are none, a call that is not its to make. That a shop is closed is no mistake.</summary>
    private static bool IsMistake(string failure) => failure is "invalid_input" or "missing_input" or "no_target" or "invalid_arguments" or "undefined_tool" or "refused_by_policy" or "repeated_call";

    private void Mistaken() => Top = Top with { Calls = Top.Calls! with { IsMistaken = true } };

    private void Pend(Exit exit) => Top = Top with { Calls = Top.Calls! with { Pending = Top.Calls.Pending ?? exit } };

    /// <summary>The current call has its result; what stands below the tool runs next.</summary>
    private void Callback(string result, CallOutputs? outputs, bool failed)
    {
        var name = Top.Calls!.Calls[Top.Calls.Results.Length].Name;
        Add(result);
        var body = TopNode.Procedures[NodeProgram.ToolBody(name)];
        Top = Top with { Procedure = body.Name, At = failed ? body.Failure : 0, Outputs = [outputs ?? new CallOutputs(Json.EmptyObject)] };
    }

    private void Add(string result) => Top = Top with { Calls = Top.Calls! with { Results = Top.Calls.Results.Add(Exchanges.Fit(result)) } };

    private void AllCalled(CallState state)
    {
        machine = machine with { Exchanges = Exchanges.Add(machine.Exchanges, new ModelExchange(state.Text, state.Calls, state.Results)) };
        Top = Top with { Calls = null };
        if (state.IsMistaken) machine = machine with { Turn = machine.Turn with { Mistakes = machine.Turn.Mistakes + 1 } };
        if (state.IsMistaken && machine.Turn.Mistakes > Limits.MistakesPerTurn) Failed("tool_calls_refused");
        else if (state.Pending is { } pending) Go(pending);
        else if (machine.Turn.Ending && !string.IsNullOrWhiteSpace(state.Text)) Said(state.Text);
        else Top = Top with { Procedure = NodeProgram.Instructions, At = 0, Text = "", Collecting = false };
    }
}

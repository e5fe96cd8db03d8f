using System.Collections.Immutable;
using System.Text.Json;
using AgentScript.Expressions;
using AgentScript.Model;
using AgentScript.Syntax;

namespace AgentScript.Running;

/// <summary>Calls of actions: arguments, confirmation, results.</summary>
internal sealed partial class Execution
{
    private void Call(Run run)
    {
        Trace("run", run.Name, run.Line);
        if (run.Action is null) RunFailed(run, "unknown_action");
        else if (Bind(run.Action, run.Bindings, null, out var arguments, out var dataClass) is { } failure) RunFailed(run, failure);
        else if (run.Action.Target is null) RunFailed(run, "no_target");
        else Request(run.Action, arguments, dataClass);
    }

    /// <summary>Calls, or asks the customer first.</summary>
    private void Request(ActionDefinition action, JsonElement arguments, string dataClass)
    {
        if (action.RequiresConfirmation && program.Confirms)
        {
            Trace("confirm", action.Name, program.Line(action.Syntax));
            var said = Flush();
            effect = new Confirm(Texts.Join(said.Text, ConfirmationText(action, arguments), "\n"), action.Target!) { Class = DataClass.Stricter(said.Class, dataClass) };
            machine = machine with { Waiting = new Waiting(WaitingFor.Confirmation, action.Target, arguments) };
            return;
        }
        Send(action, arguments, Top.Procedure == InCalls);
    }

    private void Send(ActionDefinition action, JsonElement arguments, bool byModel)
    {
        var progress = action.ShowsProgress && Text(action.ProgressMessage, 0) is { IsEmpty: false } text ? text.Text : null;
        effect = new CallAction(action.Target!, arguments) { Progress = progress, ByModel = byModel };
        machine = machine with { Waiting = new Waiting(WaitingFor.Action, action.Target) };
    }

    private ActionDefinition? ActionAtHand() => Top.Procedure == InCalls
        ? TopNode.Node.Action(TopNode.Tools[Top.Calls!.Calls[Top.Calls.Results.Length].Name].Target!.Member!)
        : (program.Procedure(Top)?.Operations.ElementAtOrDefault(Top.At) as Run)?.Action;

    private void Confirm(bool yes)
    {
        var waiting = machine.Waiting!;
        machine = machine with { Waiting = null };
        Trace("confirmed", yes ? "yes" : "no", 0);
        if (yes && ActionAtHand() is { Target: not null } action) Send(action, waiting.Arguments ?? Json.EmptyObject, byModel: false);
        else Receive(new ToolResult("failed", default, "declined"));
    }

    private void Receive(ToolResult result)
    {
        var outputs = Outputs(result, out var failure);
        if (Top.Procedure == InCalls) ActionReturned(outputs, failure);
        else if (program.Procedure(Top)?.Operations.ElementAtOrDefault(Top.At) is Run run)
        {
            if (failure is not null) RunFailed(run, failure, result.Outcome);
            else Top = Top with { At = Top.At + 1, Outputs = Top.Outputs.Add(outputs) };
        }
    }

    /// <summary>The callback is passed over, or <c>on failure</c> runs.</summary>
    private void RunFailed(Run run, string reason, string? outcome = null)
    {
        Trace("failed", $"{run.Name}: {reason}", run.Line);
        Top = Top with { At = run.Failure, Outputs = Top.Outputs.Add(FailureOutputs(reason, outcome)) };
    }

    private static CallOutputs FailureOutputs(string reason, string? outcome = null) =>
        new(Json.Object([new("reason", Value.Of(reason)), new("outcome", Value.Of(outcome ?? "failed"))]), Otherwise: DataClass.Public);

    /// <summary>What the callback sees. A result that is no object is the field <c>result</c>.</summary>
    private static CallOutputs Outputs(ToolResult result, out string? failure)
    {
        failure = result.IsOk ? null : Json.Cut(string.IsNullOrEmpty(result.Reason) ? result.Outcome ?? "failed" : result.Reason, 100);
        if (failure is not null) return FailureOutputs(failure, result.Outcome);
        var value = result.Value.ValueKind switch
        {
            JsonValueKind.Object => result.Value.Clone(),
            JsonValueKind.Undefined or JsonValueKind.Null => Json.EmptyObject,
            _ => JsonElement.Parse($$"""{"result":{{result.Value.GetRawText()}}}"""),
        };
        if (!Json.IsDeeper(value, Limits.JsonDepth) && Json.Size(value) <= Limits.Outputs) return new CallOutputs(value, Known(result.Classes));
        failure = "too_large";
        return FailureOutputs(failure);
    }

    private static ImmutableDictionary<string, string>? Known(ImmutableDictionary<string, string>? classes) => classes is null || classes.IsEmpty ? null : classes.WithComparers(StringComparer.Ordinal);

    /// <summary>
    /// Arguments of a call, or why it cannot be made. <c>with</c> comes first, then a default, then the model; what is None is left
    /// out, and missing where the input is required.
    /// </summary>
    /// <param name="model">What the model filled in; null in a deterministic run, where there is no model to fill anything.</param>
    private string? Bind(ActionDefinition action, ImmutableArray<BindingSyntax> bindings, JsonElement? model, out JsonElement arguments, out string dataClass)
    {
        (arguments, dataClass) = (Json.EmptyObject, DataClass.Public);
        var values = new Dictionary<string, Value>(StringComparer.Ordinal);
        foreach (var binding in bindings.Where(b => b.Value is not EllipsisSyntax))
        {
            if (!Evaluate(binding.Value, program.Line(binding), out var value, out var read)) return "invalid_input";
            dataClass = DataClass.Stricter(dataClass, read);
            var input = action.Input(binding.Name.Text);
            values[binding.Name.Text] = input is null ? value : Types.Coerce(value, input.Type, input.IsList) ?? value;
        }
        var given = model ?? Json.EmptyObject;
        foreach (var field in model is null ? [] : InputSchema.Fields(action.Inputs, bindings))
        {
            if (!given.TryGetProperty(field.Name, out var filled)) continue;
            if (Filled(filled, field.Declaration) is not { } value) return "invalid_input";
            values[field.Name] = value;
            dataClass = DataClass.Stricter(dataClass, DataClass.Stricter(machine.Shown, DataClass.Internal));
        }
        foreach (var input in action.Inputs.Where(i => !values.TryGetValue(i.Name, out var value) || value.IsNone))
        {
            var value = Literal.Of(input, Scope(Top));
            if (value.IsNone && (input.Flag("is_required") == true || (model is not null && IsLeftToModel(input, bindings)))) return "missing_input";
            values[input.Name] = value;
        }
        var declared = action.Inputs.Select(i => i.Name).Distinct(StringComparer.Ordinal).ToList();
        arguments = Json.Object(declared.Concat(values.Keys.Except(declared)).Select(name => KeyValuePair.Create(name, values[name])).Where(v => !v.Value.IsNone));
        return null;
    }

    private static bool IsLeftToModel(Declaration input, ImmutableArray<BindingSyntax> bindings) =>
        InputSchema.Fields([input], bindings.Where(b => b.Name.Text == input.Name)) is [{ IsRequired: true }];

    /// <summary>What the model filled in, as the declared type; null where it is none of it.</summary>
    private static Value? Filled(JsonElement json, Declaration? declaration)
    {
        var value = Value.Of(json);
        return declaration is null ? value : Types.Coerce(value, declaration.Type, declaration.IsList);
    }

    private string ConfirmationText(ActionDefinition action, JsonElement arguments)
    {
        var what = Text(action.Label, 0) is { IsEmpty: false } label ? label.Text : Text(action.Description, 0) is { IsEmpty: false } description ? description.Text.TrimEnd('.') : action.Name.Replace('_', ' ');
        var details = arguments.EnumerateObject().Where(a => a.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False)
            .Select(a => $"{action.Input(a.Name)?.Text("label") ?? a.Name.Replace('_', ' ')}: {Value.Of(a.Value).Display()}");
        var listed = string.Join(", ", details);
        return $"{what}{(listed.Length > 0 ? $" ({listed})" : "")}. Shall I do that?";
    }
}

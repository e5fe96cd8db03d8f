using System.Collections.Immutable;
using System.Text.Json;
using AgentScript;
using FunctionsAgent.Conversations;
using FunctionsAgent.Guardrails;
using FunctionsAgent.Storage;
using FunctionsAgent.Tools;

namespace FunctionsAgent.Pipeline;

/// <summary>What the guards at <c>tool</c> are told of a conversation: whose text came into it, and what was written in it.</summary>
internal static class ModelWrites
{
    /// <summary>What is kept of either list; the oldest go.</summary>
    private const int MaxTaint = 16, MaxDone = 16;

    public static CallPassage Passage(Work work, State state, CallAction call, ToolSpec tool)
    {
        var hash = Hash(call);
        var done = (state.Done ?? []).LastOrDefault(written => written.Call == hash);
        return new(tool, call.Arguments, "personal", work.Head.Channel, [.. Mail(work), .. state.Taint ?? []],
            done is null ? WrittenBefore.Never : done.Turn == work.Head.Turn!.Id ? WrittenBefore.InThisTurn : WrittenBefore.InAnEarlierTurn);
    }

    /// <summary>What a turn brought in besides the customer's words.</summary>
    public static State Tainted(State state, params IEnumerable<string> sources)
    {
        var known = state.Taint ?? [];
        var more = sources.Except(known, StringComparer.Ordinal).ToList();
        return more.Count == 0 ? state : state with { Taint = [.. known.AddRange(more).TakeLast(MaxTaint)] };
    }

    /// <summary>Keeps that a call was made, in conversations that a model has a part in: nobody else repeats one without being asked.</summary>
    public static State Made(State state, CallAction call, ToolSpec tool, string turn) =>
        tool.Effect == ToolEffect.Read || !(call.ByModel || state.Frame?.Machine is { Exchanges.IsEmpty: false }) ? state : state with { Done = [.. (state.Done ?? []).Add(new(Hash(call), turn)).TakeLast(MaxDone)] };

    /// <summary>What stands in a mail, its writer may have been sent by others.</summary>
    private static string[] Mail(Work work) => work.Head.Channel == "email" ? ["mail"] : [];

    private static string Hash(CallAction call) => Hashing.Id($"{call.Target}\n{Canonical(call.Arguments)}");

    /// <summary>The order of fields is not the model's to vary.</summary>
    private static string Canonical(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => $"{{{string.Join(',', value.EnumerateObject().OrderBy(field => field.Name, StringComparer.Ordinal).Select(field => $"{JsonSerializer.Serialize(field.Name)}:{Canonical(field.Value)}"))}}}",
        JsonValueKind.Array => $"[{string.Join(',', value.EnumerateArray().Select(Canonical))}]",
        JsonValueKind.String => JsonSerializer.Serialize(value.GetString()),
        _ => value.GetRawText(),
    };
}

using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentScript;
using FunctionsAgent.Conversations;
using FunctionsAgent.Policies;
using FunctionsAgent.Storage;
using FunctionsAgent.Tools;

namespace FunctionsAgent.Pipeline;

/// <summary>
/// When a model may call a tool that changes something. What tools and articles say is data, and so is a mail: once any of it
/// is in the conversation, it may have told the model what to do. Then the customer is asked, in words made of the call itself.
/// What the script's own lines call is the script's affair.
/// </summary>
internal static class ModelWrites
{
    private const string Version = "1";

    /// <summary>What is kept of either list; the oldest go.</summary>
    private const int MaxTaint = 16, MaxDone = 32;

    /// <summary>Characters of one argument in the question to the customer.</summary>
    private const int MaxShown = 80;

    /// <summary>A <see cref="Do.Confirm"/> with the question, a <see cref="Do.Refuse"/> without a text where the model repeats itself, or null: the call may be made.</summary>
    public static Verdict? Judge(Work work, State state, CallAction call, ToolSpec tool)
    {
        if (!call.ByModel || tool.Effect == ToolEffect.Read) return null;
        var (hash, turn) = (Hash(call), work.Head.Turn!.Id);
        var done = (state.Done ?? []).LastOrDefault(written => written.Call == hash);
        if (done?.Turn == turn) return new(Do.Refuse, "repeated-write", Version, "the model asks for the same change a second time in one turn", new JsonObject { ["tool"] = tool.Name });
        if (done is not null) return Asked("repeated-write", "the same was done in this conversation before", new() { ["tool"] = tool.Name }, tool, call, "I have done this already in this conversation.");

        string[] taint = [.. work.Head.Channel == "email" ? ["mail"] : Array.Empty<string>(), .. state.Taint ?? []];
        return taint.Length == 0 ? null : Asked(
            "write-after-data", "a model asks for a change after it read what others wrote", new() { ["tool"] = tool.Name, ["taint"] = new JsonArray([.. taint.Select(t => (JsonNode)t)]) }, tool, call);
    }

    /// <summary>What a turn brought in besides the customer's words.</summary>
    public static State Tainted(State state, params IEnumerable<string> sources)
    {
        var known = state.Taint ?? [];
        var more = sources.Except(known, StringComparer.Ordinal).ToList();
        return more.Count == 0 ? state : state with { Taint = [.. known.AddRange(more).TakeLast(MaxTaint)] };
    }

    /// <summary>Keeps that a call was made.</summary>
    public static State Made(State state, CallAction call, ToolSpec tool, string turn) =>
        tool.Effect == ToolEffect.Read ? state : state with { Done = [.. (state.Done ?? []).Add(new(Hash(call), turn)).TakeLast(MaxDone)] };

    private static string Hash(CallAction call) => Hashing.Id($"{call.Target}\n{Canonical(call.Arguments)}");

    /// <summary>The order of fields is not the model's to vary.</summary>
    private static string Canonical(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => $"{{{string.Join(',', value.EnumerateObject().OrderBy(field => field.Name, StringComparer.Ordinal).Select(field => $"{JsonSerializer.Serialize(field.Name)}:{Canonical(field.Value)}"))}}}",
        JsonValueKind.Array => $"[{string.Join(',', value.EnumerateArray().Select(Canonical))}]",
        JsonValueKind.String => JsonSerializer.Serialize(value.GetString()),
        _ => value.GetRawText(),
    };

    private static Verdict Asked(string rule, string reason, JsonObject evidence, ToolSpec tool, CallAction call, string before = "")
    {
        var shown = call.Arguments.ValueKind == JsonValueKind.Object ? call.Arguments.EnumerateObject().Select(field => $"{field.Name.Replace('_', ' ')}: {Shown(field.Value)}") : [];
        var listed = string.Join(", ", shown);
        var question = $"{tool.Description.TrimEnd('.', ' ')}{(listed.Length > 0 ? $" ({listed})" : "")}. Shall I do that?";
        return new(Do.Confirm, rule, Version, reason, evidence, before.Length > 0 ? $"{before} {question}" : question);
    }

    /// <summary>A value on one line, cut: a model fills it in, and what it fills in is not to write the question.</summary>
    private static string Shown(JsonElement value)
    {
        var text = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
        var line = string.Concat(text.Where(c => !char.IsControl(c))).Trim();
        return line.Length <= MaxShown ? line : $"{line[..MaxShown]}…";
    }
}

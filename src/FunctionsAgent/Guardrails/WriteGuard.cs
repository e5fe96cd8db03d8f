using System.Text.Json;
using System.Text.Json.Nodes;
using FunctionsAgent.Policies;
using FunctionsAgent.Tools;

namespace FunctionsAgent.Guardrails;

/// <summary>
/// When a model may call a tool that changes something. What tools and articles say is data, and so is a mail: once any of it
/// is in the conversation, it may have told the model what to do. Then the customer is asked, in words made of the call itself.
/// What the script's own lines call is the script's affair, and never comes here.
/// </summary>
public sealed class WriteGuard : IGuard
{
    /// <summary>Characters of one argument in the question to the customer.</summary>
    private const int MaxShown = 80;

    public RuleInfo Info { get; } = new("writes", "1", "tool", "A model's change is confirmed by the customer once mails, tools or articles were read, and is never made twice in a turn.");

    public FailMode Fails => FailMode.Closed;

    public ValueTask<Verdict> CheckAsync(Passage passage, CancellationToken ct) => ValueTask.FromResult(passage is CallPassage { Tool.Effect: not ToolEffect.Read } call ? Judge(call) : Allowed("nothing is changed"));

    private Verdict Judge(CallPassage call) => call switch
    {
        { Done: WrittenBefore.InThisTurn } => new(Do.Refuse, Info.Name, Info.Version, "the model asks for the same change a second time in one turn", Evidence(call)),
        { Done: WrittenBefore.InAnEarlierTurn } => new(Do.Confirm, Info.Name, Info.Version, "the same was done in this conversation before", Evidence(call), $"I have done this already in this conversation. {Question(call)}"),
        { Taint.IsEmpty: false } => new(Do.Confirm, Info.Name, Info.Version, "a model asks for a change after it read what others wrote", Evidence(call), Question(call)),
        _ => Allowed("nothing but the customer's words and the script was read"),
    };

    private static JsonObject Evidence(CallPassage call) => new() { ["tool"] = call.Tool.Name, ["taint"] = new JsonArray([.. call.Taint.Select(t => (JsonNode)t)]) };

    private Verdict Allowed(string reason) => new(Do.Allow, Info.Name, Info.Version, reason, []);

    private static string Question(CallPassage call)
    {
        var shown = call.Arguments.ValueKind == JsonValueKind.Object ? call.Arguments.EnumerateObject().Select(field => $"{field.Name.Replace('_', ' ')}: {Shown(field.Value)}") : [];
        var listed = string.Join(", ", shown);
        return $"{call.Tool.Description.TrimEnd('.', ' ')}{(listed.Length > 0 ? $" ({listed})" : "")}. Shall I do that?";
    }

    /// <summary>A value on one line, cut: a model fills it in, and what it fills in is not to write the question.</summary>
    private static string Shown(JsonElement value)
    {
        var text = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
        var line = string.Concat(text.Where(c => !char.IsControl(c))).Trim();
        return line.Length <= MaxShown ? line : $"{line[..MaxShown]}…";
    }
}

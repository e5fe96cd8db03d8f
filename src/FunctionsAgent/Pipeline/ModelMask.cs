using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentScript;
using AgentScript.Model;
using FunctionsAgent.Agents;
using FunctionsAgent.Conversations;
using FunctionsAgent.Guardrails;
using FunctionsAgent.Reasoning;
using Microsoft.Extensions.AI;

namespace FunctionsAgent.Pipeline;

/// <summary>
/// Stands between a turn and a model: what goes out is masked, the answer comes back as the customer is to read it, and a call's
/// arguments with what its tool may see. One map for the conversation; where the agent masks nothing, nothing is done.
/// </summary>
internal sealed class ModelMask
{
    private readonly Package package;
    private readonly Masker? masker;
    private readonly ImmutableArray<MaskedField> fields;
    private readonly SortedDictionary<string, int> counts = new(StringComparer.Ordinal);
    private MaskMap map;

    public ModelMask(Package package, State state)
    {
        this.package = package;
        var masking = package.Manifest?.Masking ?? Masking.None;
        (masker, fields) = masking.IsOff ? (null, []) : (new Masker(masking), Values(masking, state));
        map = state.Masks?.Deserialize<MaskMap>(JsonSerializerOptions.Web) ?? MaskMap.Empty;
    }

    /// <summary>How many places were masked, by type; null: the agent masks nothing.</summary>
    public JsonObject? Counts => masker is null ? null : new(counts.Select(count => KeyValuePair.Create<string, JsonNode?>(count.Key, count.Value)));

    public State Keep(State state) => masker is null ? state : state with { Masks = JsonSerializer.SerializeToElement(map, JsonSerializerOptions.Web) };

    public BuiltContext Mask(BuiltContext built) =>
        masker is null ? built : built with { Messages = [.. built.Messages.Select(message => new ChatMessage(message.Role, [.. message.Contents.Select(content => Mask(content, message.Role == ChatRole.Assistant))]))] };

    public ModelOutcome Unmask(CallModel asked, ModelOutcome outcome)
    {
        if (masker is null) return outcome;
        var answer = outcome.Answer;
        return outcome with
        {
            Answer = answer with
            {
                Text = answer.Text is { } text ? map.Unmask(text) : null,
                Calls = answer.Calls.IsDefaultOrEmpty ? answer.Calls : [.. answer.Calls.Select(call => call with { Arguments = Texts(call.Arguments, May(asked.Node, call.Name)) })],
            },
        };
    }

    private AIContent Mask(AIContent content, bool model) => content switch
    {
        TextContent text => new TextContent(Mask(text.Text, model)),
        FunctionCallContent { Arguments: { } arguments } call => new FunctionCallContent(call.CallId, call.Name, arguments.ToDictionary(a => a.Key, a => a.Value is JsonElement json ? (object?)Masked(json) : a.Value, StringComparer.Ordinal)),
        FunctionResultContent { Result: string result } returned => new FunctionResultContent(returned.CallId, Mask(result, model: false)),
        _ => content,
    };

    private string Mask(string text, bool model)
    {
        var masked = masker!.Mask(text, map, fields, model);
        map = masked.Map;
        foreach (var (name, count) in masked.Counts) counts[name] = counts.GetValueOrDefault(name) + count;
        return masked.Text;
    }

    private JsonElement Masked(JsonElement json) => JsonSerializer.SerializeToElement(Mapped(json, text => Mask(text, model: true)));

    private JsonElement Texts(JsonElement json, Func<string, bool>? may) => JsonSerializer.SerializeToElement(Mapped(json, text => map.Unmask(text, may)));

    private static JsonNode? Mapped(JsonElement json, Func<string, string> text) => json.ValueKind switch
    {
        JsonValueKind.String => JsonValue.Create(text(json.GetString()!)),
        JsonValueKind.Array => new JsonArray([.. json.EnumerateArray().Select(item => Mapped(item, text))]),
        JsonValueKind.Object => new JsonObject(json.EnumerateObject().Select(field => KeyValuePair.Create(field.Name, Mapped(field.Value, text)))),
        // A number may be a card's as well; what is masked is text from then on.
        JsonValueKind.Number when text(json.GetRawText()) is var written && written != json.GetRawText() => JsonValue.Create(written),
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        _ => JsonNode.Parse(json.GetRawText()),
    };

    /// <summary>What a call may be told: all of it where it stays inside (a variable, another node), what the tool's file names where it goes out.</summary>
    private Func<string, bool>? May(string node, string called)
    {
        if (package.Flow is not ScriptFlow { Script: var script } || script.Node(node) is not { } asks || asks.Tools.LastOrDefault(tool => tool.Name == called) is not { } tool) return _ => false;
        if (tool.Kind is ToolKind.ConnectedAgent or ToolKind.Unknown) return _ => false;
        if (tool.Kind != ToolKind.Action) return null;
        var target = tool.Target?.Member is { } member ? asks.Action(member)?.Target : null;
        var spec = target is null ? null : package.Tool(target);
        return label => spec?.Unmask.Contains(label) == true;
    }

    private static ImmutableArray<MaskedField> Values(Masking masking, State state) =>
        [.. masking.Fields.Select(path => (Path: path, Value: Value(path.Split('.'), state))).Where(field => field.Value is not null).Select(field => new MaskedField(field.Path, field.Value!))];

    private static string? Value(string[] path, State state)
    {
        JsonElement? value = path[0] == "customer" ? state.Customer : state.Frame?.Variables.TryGetValue(path[1], out var variable) == true ? variable : null;
        foreach (var name in path.Skip(path[0] == "customer" ? 1 : 2)) value = value is { ValueKind: JsonValueKind.Object } whole && whole.TryGetProperty(name, out var inner) ? inner : null;
        return value switch
        {
            { ValueKind: JsonValueKind.String } text => text.GetString(),
            { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
            _ => null,
        };
    }
}

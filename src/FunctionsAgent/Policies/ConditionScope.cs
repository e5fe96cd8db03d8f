using System.Text.Json;
using System.Text.Json.Nodes;
using AgentScript.Expressions;

namespace FunctionsAgent.Policies;

/// <summary>The facts as a condition reads them. What is absent, null or empty is unknown. Keeps the names of what was read, never a value.</summary>
internal sealed class ConditionScope(Facts facts) : IScope
{
    private readonly SortedDictionary<string, bool> read = new(StringComparer.Ordinal);

    public Value Absent => Value.Unknown;

    public DateTimeOffset Now => facts.Now;

    /// <summary>Names of the fields that were read, by whether they were known.</summary>
    public JsonArray Fields(bool known) => [.. read.Where(field => field.Value == known).Select(field => (JsonNode)field.Key)];

    public Value Read(string ns, string? member)
    {
        var found = Find(ns, member);
        var value = found.IsNone ? Value.Unknown : found;
        read[member is null ? ns : $"{ns}.{member}"] = !value.IsUnknown;
        return value;
    }

    private Value Find(string ns, string? member) => (ns, member) switch
    {
        ("customer", _) => Field(facts.Customer, member),
        ("args", _) => Field(facts.Arguments, member),
        ("result", _) => Field(facts.Result, member),
        ("variables", null) => facts.Variables is { } variables ? Value.Of(variables.ToDictionary(v => v.Key, v => Value.Of(v.Value), StringComparer.Ordinal)) : Value.None,
        ("variables", _) => facts.Variables?.TryGetValue(member, out var variable) == true ? Value.Of(variable) : Value.None,
        ("caller", "assurance") => Value.Of(facts.Assurance),
        ("caller", "id") => Value.Of(facts.CallerId),
        ("conversation", "channel") => Value.Of(facts.Channel),
        ("conversation", "agent") => Value.Of(facts.Agent),
        ("conversation", "id") => Value.Of(facts.Conversation),
        ("conversation", "turns") => facts.Turns is { } turns ? Value.Of((double)turns) : Value.None,
        ("message", _) => Text(facts.Message, member),
        ("reply", _) => Text(facts.Reply, member),
        ("intent", _) => Value.Of(facts.Intent),
        ("tool", _) => Value.Of(facts.Tool),
        _ => Value.None,
    };

    private static Value Text(string? text, string? member) =>
        string.IsNullOrEmpty(text) ? Value.None : member == "length" ? Value.Of((double)text.EnumerateRunes().Count()) : Value.Of(text);

    private static Value Field(JsonElement? json, string? member)
    {
        if (json is not { ValueKind: not (JsonValueKind.Undefined or JsonValueKind.Null) } known) return Value.None;
        if (member is null) return Value.Of(known);
        return known.ValueKind == JsonValueKind.Object && known.TryGetProperty(member, out var field) ? Value.Of(field) : Value.None;
    }
}

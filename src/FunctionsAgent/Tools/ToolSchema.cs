using System.Text.Json;
using System.Text.Json.Nodes;
using NJsonSchema;

namespace FunctionsAgent.Tools;

/// <summary>A JSON Schema (2020-12) of arguments or of an answer, compiled once.</summary>
/// <remarks>Keywords the validator does not enforce are refused when the schema is read: one that is skipped would let everything pass.</remarks>
internal sealed class ToolSchema
{
    private const int MaxReported = 3;

    public static IReadOnlySet<string> Enforced { get; } = new HashSet<string>
    {
        "type", "properties", "required", "additionalProperties", "patternProperties", "minProperties", "maxProperties",
        "items", "minItems", "maxItems", "uniqueItems", "enum", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf",
        "minLength", "maxLength", "pattern", "format", "allOf", "anyOf", "oneOf", "not", "$ref", "$defs", "definitions",
    };

    public static IReadOnlySet<string> Annotations { get; } =
        new HashSet<string> { "$schema", "$id", "$comment", "title", "description", "default", "examples", "deprecated", "readOnly", "writeOnly" };

    private readonly JsonSchema schema;

    /// <param name="json">The schema as JSON text.</param>
    /// <param name="owner">What the schema belongs to, for the error's text.</param>
    /// <exception cref="ArgumentException">Not a schema, or one with a keyword that would not be enforced.</exception>
    public ToolSchema(string json, string owner)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            CheckKeywords(document.RootElement, "#", owner);
            schema = Read(json);
        }
        catch (Exception error) when (error is JsonException or FormatException or Newtonsoft.Json.JsonException or InvalidOperationException or NotSupportedException)
        {
            throw new ArgumentException($"The {owner} is not a JSON Schema that can be read: {error.Message}", error);
        }
    }

    /// <summary>Names of the properties the schema declares; empty where it declares none.</summary>
    public IReadOnlyCollection<string> Properties => [.. schema.ActualSchema.Properties.Keys];

    /// <summary>What the value violates, by place and rule and without the value itself; null where it is valid.</summary>
    public string? Violation(string json)
    {
        try
        {
            var errors = schema.Validate(json);
            if (errors.Count > 0 && Whole(json) is { } whole) errors = schema.Validate(whole);
            if (errors.Count == 0) return null;
            var more = errors.Count > MaxReported ? $" and {errors.Count - MaxReported} more" : "";
            return string.Join(", ", errors.Take(MaxReported).Select(error => $"{error.Kind} at {error.Path ?? "#"}")) + more;
        }
        catch (Newtonsoft.Json.JsonException)
        {
            return "it cannot be read as JSON";
        }
    }

    /// <summary>The same value with 5.0 and 5e0 as 5, which the validator takes for no integers though JSON Schema does; null where nothing changes.</summary>
    private static string? Whole(string json)
    {
        try
        {
            var (root, changed) = (JsonNode.Parse(json), false);
            root = Whole(root, ref changed);
            return changed ? root!.ToJsonString() : null;
        }
        catch (Exception error) when (error is JsonException or ArgumentException)
        {
            return null;
        }
    }

    private static JsonNode? Whole(JsonNode? node, ref bool changed)
    {
        switch (node)
        {
            case JsonObject named:
                foreach (var (name, value) in named.ToList())
                    if (Whole(value, ref changed) is { } other && !ReferenceEquals(other, value)) named[name] = other;
                return named;
            case JsonArray list:
                for (var i = 0; i < list.Count; i++)
                    if (Whole(list[i], ref changed) is { } other && !ReferenceEquals(other, list[i])) list[i] = other;
                return list;
            case JsonValue value when value.GetValueKind() == JsonValueKind.Number && value.ToJsonString().AsSpan().ContainsAny('.', 'e', 'E') && value.TryGetValue<decimal>(out var number) && number == decimal.Truncate(number) && Math.Abs(number) < long.MaxValue:
                changed = true;
                return JsonValue.Create((long)number);
            default:
                return node;
        }
    }

    /// <summary>The validator resolves references inside <c>definitions</c> (draft 7), and inside <c>$defs</c> only when it is too late to say so.</summary>
    internal static JsonSchema Read(string json)
    {
        var root = JsonNode.Parse(json)!;
        Rename(root);
        return JsonSchema.FromJsonAsync(root.ToJsonString()).GetAwaiter().GetResult();
    }

    private static void Rename(JsonNode? node)
    {
        if (node is not JsonObject schema) return;
        if (schema["$ref"] is JsonValue reference && reference.GetValueKind() == JsonValueKind.String) schema["$ref"] = reference.GetValue<string>().Replace("/$defs/", "/definitions/", StringComparison.Ordinal);
        foreach (var child in schema.SelectMany(Children).ToList()) Rename(child);
        if (!schema.Remove("$defs", out var defs) || defs is not JsonObject named) return;
        var all = schema["definitions"] as JsonObject ?? [];
        schema["definitions"] = all;
        foreach (var (name, value) in named.ToList())
        {
            named.Remove(name);
            if (!all.TryAdd(name, value)) throw new FormatException($"'{name}' stands in $defs and in definitions.");
        }
    }

    private static IEnumerable<JsonNode?> Children(KeyValuePair<string, JsonNode?> keyword) => (keyword.Key, keyword.Value) switch
    {
        ("properties" or "patternProperties" or "$defs" or "definitions", JsonObject named) => named.Select(child => child.Value),
        ("allOf" or "anyOf" or "oneOf", JsonArray list) => list,
        ("items" or "not" or "additionalProperties", _) => [keyword.Value],
        _ => [],
    };

    private static void CheckKeywords(JsonElement schema, string at, string owner)
    {
        if (schema.ValueKind is JsonValueKind.True or JsonValueKind.False && at != "#") return;
        if (schema.ValueKind != JsonValueKind.Object) throw new ArgumentException($"The {owner} is not a JSON Schema: at {at} an object is expected.");
        foreach (var keyword in schema.EnumerateObject())
        {
            var place = $"{at}/{keyword.Name}";
            if (!Enforced.Contains(keyword.Name) && !Annotations.Contains(keyword.Name))
                throw new ArgumentException($"The {owner} uses '{keyword.Name}' at {at}, which would not be enforced. Use one of: {string.Join(", ", Enforced)}.");
            if (keyword.Name == "$ref" && keyword.Value.GetString()?.StartsWith('#') != true)
                throw new ArgumentException($"The {owner} refers to another document at {place}: a schema is complete in itself.");
            if (keyword.Name == "$ref" && schema.EnumerateObject().Any(beside => beside.Name != "$ref" && Enforced.Contains(beside.Name) && beside.Name is not ("$defs" or "definitions")))
                throw new ArgumentException($"The {owner} has keywords beside $ref at {at}, which would not be enforced. Put them and the $ref into allOf.");
            foreach (var (child, name) in Children(keyword)) CheckKeywords(child, name.Length == 0 ? place : $"{place}/{name}", owner);
        }
    }

    private static IEnumerable<(JsonElement Schema, string Name)> Children(JsonProperty keyword) => keyword.Name switch
    {
        "properties" or "patternProperties" or "$defs" or "definitions" => keyword.Value.EnumerateObject().Select(child => (child.Value, child.Name)),
        "allOf" or "anyOf" or "oneOf" => keyword.Value.EnumerateArray().Select((child, index) => (child, $"{index}")),
        "items" or "not" or "additionalProperties" => [(keyword.Value, "")],
        _ => [],
    };
}

using System.Text.Json;
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
            schema = JsonSchema.FromJsonAsync(json).GetAwaiter().GetResult();
        }
        catch (Exception error) when (error is JsonException or Newtonsoft.Json.JsonException or InvalidOperationException or NotSupportedException)
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
            if (errors.Count == 0) return null;
            var more = errors.Count > MaxReported ? $" and {errors.Count - MaxReported} more" : "";
            return string.Join(", ", errors.Take(MaxReported).Select(error => $"{error.Kind} at {error.Path ?? "#"}")) + more;
        }
        catch (Newtonsoft.Json.JsonException)
        {
            return "it cannot be read as JSON";
        }
    }

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

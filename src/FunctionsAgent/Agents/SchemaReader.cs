using System.Text.RegularExpressions;
using FunctionsAgent.Tools;

namespace FunctionsAgent.Agents;

/// <summary>Checks a JSON Schema (2020-12) written in YAML, at the place of each mistake; the validator of calls would only name the schema.</summary>
internal sealed class SchemaReader(Values values)
{
    private const int MaxReferences = 20;

    private static readonly string[] Types = ["object", "array", "string", "number", "integer", "boolean", "null"];

    private YamlMapping? root;

    private PackageErrors Errors => values.Errors;

    /// <summary>The schema as JSON text.</summary>
    public string Read(YamlNode node, string what)
    {
        root = node as YamlMapping;
        if (root is not null) Check(root, what);
        else Errors.Add(node.At, $"{what} is a JSON Schema, that is a mapping like {{ type: object }}, not {node.Kind}.");
        return YamlJson.Text(node);
    }

    private void Check(YamlNode node, string what)
    {
        if (node is YamlScalar { Type: ScalarType.Truth }) return;
        if (node is not YamlMapping schema)
        {
            Errors.Add(node.At, $"{what} holds a schema here: a mapping, true or false is expected, not {node.Kind}.");
            return;
        }

        if (schema["$ref"] is not null && schema.Entries.FirstOrDefault(e => e.Key is not ("$ref" or "$defs" or "definitions") && ToolSchema.Enforced.Contains(e.Key)) is { } beside)
            Errors.Add(beside.KeyAt, $"Beside $ref, '{beside.Key}' would not be enforced. Put both into allOf.");
        foreach (var keyword in schema.Entries)
        {
            if (ToolSchema.Enforced.Contains(keyword.Key)) Keyword(keyword.Key, keyword.Value, what);
            else if (!ToolSchema.Annotations.Contains(keyword.Key))
                Errors.Add(keyword.KeyAt, $"{what} uses '{Shown.Of(keyword.Key)}', which would not be enforced. {Suggestion.For(keyword.Key, ToolSchema.Enforced)}");
        }
    }

    private void Keyword(string key, YamlNode value, string what)
    {
        switch (key)
        {
            case "type": Type(value); break;
            case "properties" or "patternProperties" or "$defs" or "definitions":
                if (value is YamlMapping named) foreach (var entry in named.Entries) Check(entry.Value, what);
                else Errors.Add(value.At, $"{key} is a mapping of names to schemas, not {value.Kind}.");
                break;
            case "additionalProperties" or "items" or "not": Check(value, what); break;
            case "allOf" or "anyOf" or "oneOf":
                if (value is YamlSequence { Items.Length: > 0 } list) foreach (var item in list.Items) Check(item, what);
                else Errors.Add(value.At, $"{key} is a list of at least one schema, not {(value is YamlSequence ? "an empty one" : value.Kind)}.");
                break;
            case "required": values.Texts(value, key); break;
            case "enum": if (value is not YamlSequence { Items.Length: > 0 }) Errors.Add(value.At, "enum is a list of at least one value."); break;
            case "uniqueItems": values.Truth(value, key); break;
            case "minimum" or "maximum" or "exclusiveMinimum" or "exclusiveMaximum":
                if (value is not YamlScalar { Type: ScalarType.Number }) Errors.Add(value.At, $"{key} is a number{Values.Found(value)}.");
                break;
            case "multipleOf":
                if (value is not YamlScalar { Type: ScalarType.Number, Number: > 0 }) Errors.Add(value.At, $"{key} is a number over zero{Values.Found(value)}.");
                break;
            case "pattern": Pattern(value); break;
            case "format": values.Text(value, key, filled: false); break;
            case "$ref": Reference(value); break;
            default: values.Whole(value, key, 0, int.MaxValue); break;
        }
    }

    private void Type(YamlNode value)
    {
        if (value is YamlSequence { Items.Length: > 0 } list) foreach (var item in list.Items) values.Choice(item, "A type", Types);
        else values.Choice(value, "type", Types);
    }

    private void Reference(YamlNode value)
    {
        var reference = values.Text(value, "$ref", filled: false);
        if (reference.Length == 0) return;
        if (reference[0] != '#')
        {
            Errors.Add(value.At, "A schema is complete in itself: $ref begins with '#'.");
            return;
        }

        var target = Follow(reference);
        if (target is null) Errors.Add(value.At, $"$ref leads nowhere: '{Shown.Of(reference)}'.");
        for (var links = 0; target is not null && target["$ref"] is YamlScalar { Text: { Length: > 0 } next }; target = Follow(next))
        {
            if (++links < MaxReferences) continue;
            Errors.Add(value.At, $"$ref leads in a circle: '{Shown.Of(reference)}'.");
            return;
        }
    }

    private YamlMapping? Follow(string reference)
    {
        YamlNode? at = root;
        foreach (var name in reference.Split('/').Skip(1)) at = (at as YamlMapping)?[name.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)];
        return at as YamlMapping;
    }

    private void Pattern(YamlNode value)
    {
        var pattern = values.Text(value, "pattern", filled: false);
        try
        {
            _ = new Regex(pattern);
        }
        catch (ArgumentException error)
        {
            Errors.Add(value.At, $"pattern is no regular expression: {error.Message}");
        }
    }
}

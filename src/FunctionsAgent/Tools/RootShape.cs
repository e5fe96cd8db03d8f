using System.Text;
using System.Text.Json;

namespace FunctionsAgent.Tools;

/// <summary>What a schema says of the answer's outermost value, judged as it passes: its <c>type</c>, and what it <c>required</c>.</summary>
internal sealed class RootShape
{
    private readonly HashSet<string>? types;
    private readonly byte[][] required;
    private readonly bool[] seen;
    private string? kind;

    /// <param name="schema">As JSON text that a <see cref="ToolSchema"/> was made of.</param>
    public RootShape(string schema)
    {
        using var document = JsonDocument.Parse(schema);
        var root = document.RootElement;
        if (root.TryGetProperty("type", out var type))
            types = type.ValueKind == JsonValueKind.Array ? [.. type.EnumerateArray().Select(one => one.GetString()!)] : [type.GetString()!];
        required = root.TryGetProperty("required", out var names) ? [.. names.EnumerateArray().Select(name => Encoding.UTF8.GetBytes(name.GetString()!))] : [];
        seen = new bool[required.Length];
    }

    private RootShape(RootShape shape) => (types, required, seen) = (shape.types, shape.required, new bool[shape.required.Length]);

    /// <summary>The root is an object with at least one member.</summary>
    public bool Named { get; private set; }

    /// <summary>For another answer.</summary>
    public RootShape Fresh() => new(this);

    public void Root(JsonTokenType token) => kind = token switch
    {
        JsonTokenType.StartObject => "object",
        JsonTokenType.StartArray => "array",
        JsonTokenType.String => "string",
        JsonTokenType.Number => "number",
        JsonTokenType.Null => "null",
        _ => "boolean",
    };

    public void Name(ref Utf8JsonReader reader)
    {
        Named = true;
        for (var n = 0; n < required.Length; n++) seen[n] = seen[n] || reader.ValueTextEquals(required[n]);
    }

    /// <summary>What the root violates; null where nothing.</summary>
    public string? Violation()
    {
        if (types is not null && !types.Contains(kind!) && !(kind == "number" && types.Contains("integer"))) return $"it is of the type {kind} at #";
        var missing = kind == "object" ? Array.IndexOf(seen, false) : -1;
        return missing < 0 ? null : $"PropertyRequired at #/{Encoding.UTF8.GetString(required[missing])}";
    }
}

using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AgentScript.Expressions;

/// <summary>
/// A value of the language: None, boolean, number (double), string, list or dictionary; and <see cref="Unknown"/>, which a
/// condition yields when it reads what is not there. Dates and times are strings in ISO 8601.
/// </summary>
public readonly struct Value
{
    private readonly byte kind;
    private readonly byte depth;
    private readonly int size;
    private readonly double number;
    private readonly object? content;

    private Value(ValueKind kind, double number = 0, object? content = null, long size = 5, int depth = 0)
    {
        this.kind = (byte)kind;
        this.depth = (byte)Math.Min(depth, byte.MaxValue);
        this.size = (int)Math.Min(size, int.MaxValue);
        this.number = number;
        this.content = content;
    }

    /// <summary>Whole numbers up to here are exact.</summary>
    internal const double Exact = 9_007_199_254_740_992;

    public static Value None => default;

    public static Value Unknown { get; } = new(ValueKind.Unknown);

    public static Value True { get; } = new(ValueKind.Boolean, 1);

    public static Value False { get; } = new(ValueKind.Boolean);

    public ValueKind Kind => (ValueKind)kind;

    /// <summary>Lists and dictionaries within each other: 0 for a scalar, 1 for a list of scalars; counts to 255.</summary>
    public int Depth => depth;

    /// <summary>About the characters of the displayed value: the length of a string, the sum over a list or dictionary and its keys.</summary>
    public int Size => size;

    public bool IsNone => Kind == ValueKind.None;

    public bool IsUnknown => Kind == ValueKind.Unknown;

    /// <summary>The number, or 1 and 0 for True and False.</summary>
    public double Number => number;

    public bool Boolean => number != 0;

    public string String => (string)content!;

    public ImmutableArray<Value> List => ImmutableCollectionsMarshal.AsImmutableArray((Value[])content!);

    /// <summary>Keys in their order.</summary>
    public IReadOnlyDictionary<string, Value> Dictionary => (IReadOnlyDictionary<string, Value>)content!;

    public static Value Of(bool value) => value ? True : False;

    /// <summary>Infinity and NaN are no numbers of the language: None.</summary>
    public static Value Of(double value) => double.IsFinite(value) ? new(ValueKind.Number, value) : None;

    public static Value Of(string? value) => value is null ? None : new(ValueKind.String, 0, value, value.Length);

    public static Value Of(IEnumerable<Value> items)
    {
        var list = items.ToArray();
        var (size, depth) = (2L, 0);
        foreach (var item in list) (size, depth) = (size + item.size + 1, Math.Max(depth, item.depth));
        return new(ValueKind.List, 0, list, size, depth + 1);
    }

    public static Value Of(IReadOnlyDictionary<string, Value> items)
    {
        var (size, depth) = (2L, 0);
        foreach (var (key, item) in items) (size, depth) = (size + key.Length + item.size + 4, Math.Max(depth, item.depth));
        return new(ValueKind.Dictionary, 0, items, size, depth + 1);
    }

    /// <summary>JSON null, undefined, and numbers too large for a double are None.</summary>
    public static Value Of(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => Of(Text(json)),
        JsonValueKind.Number => Of(json.GetDouble()),
        JsonValueKind.True => True,
        JsonValueKind.False => False,
        JsonValueKind.Array => Of(json.EnumerateArray().Select(Of)),
        JsonValueKind.Object => Of(Members(json)),
        _ => None,
    };

    /// <summary>Unknown, and numbers JSON has no form for, become null.</summary>
    public void WriteTo(Utf8JsonWriter json)
    {
        switch (Kind)
        {
            case ValueKind.Boolean: json.WriteBooleanValue(Boolean); break;
            case ValueKind.Number when !double.IsFinite(number): json.WriteNullValue(); break;
            case ValueKind.Number when double.IsInteger(number) && Math.Abs(number) <= Exact: json.WriteNumberValue((long)number); break;
            case ValueKind.Number: json.WriteNumberValue(number); break;
            case ValueKind.String: json.WriteStringValue(String); break;
            case ValueKind.List:
                json.WriteStartArray();
                foreach (var item in (Value[])content!) item.WriteTo(json);
                json.WriteEndArray();
                break;
            case ValueKind.Dictionary:
                json.WriteStartObject();
                foreach (var (key, item) in Dictionary)
                {
                    json.WritePropertyName(key);
                    item.WriteTo(json);
                }
                json.WriteEndObject();
                break;
            default: json.WriteNullValue(); break;
        }
    }

    public JsonElement ToJson() => JsonElement.Parse(Bytes());

    /// <summary>As a template prints it: text as it is, numbers without a trailing <c>.0</c>, True and False, nothing for None and Unknown, JSON for lists and dictionaries.</summary>
    public string Display() => Kind switch
    {
        ValueKind.String => String,
        ValueKind.Boolean => Boolean ? "True" : "False",
        ValueKind.Number => double.IsInteger(number) && Math.Abs(number) <= Exact ? ((long)number).ToString(CultureInfo.InvariantCulture) : number.ToString("R", CultureInfo.InvariantCulture),
        ValueKind.List or ValueKind.Dictionary => Encoding.UTF8.GetString(Bytes()),
        _ => "",
    };

    public override string ToString() => Kind switch { ValueKind.None => "None", ValueKind.Unknown => "unknown", ValueKind.String => $"\"{String}\"", _ => Display() };

    private byte[] Bytes()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping })) WriteTo(json);
        return stream.ToArray();
    }

    private static Dictionary<string, Value> Members(JsonElement json)
    {
        var members = new Dictionary<string, Value>(StringComparer.Ordinal);
        foreach (var member in json.EnumerateObject())
            if (Name(member) is { } name) members[name] = Of(member.Value);
        return members;
    }

    // JSON may escape half a surrogate pair, which no string can hold.
    private static string Text(JsonElement json)
    {
        try { return json.GetString()!; }
        catch (InvalidOperationException) { return json.GetRawText()[1..^1]; }
    }

    private static string? Name(JsonProperty member)
    {
        try { return member.Name; }
        catch (InvalidOperationException) { return null; }
    }
}

public enum ValueKind { None, Boolean, Number, String, List, Dictionary, Unknown }

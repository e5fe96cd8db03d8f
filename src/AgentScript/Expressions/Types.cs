namespace AgentScript.Expressions;

/// <summary>The types of declarations (language reference §6.1) and what may stand for a value of them.</summary>
public static class Types
{
    /// <summary>
    /// The value as the type declares it, or null when it is none of it. None is a value of every type, a name that is no type
    /// takes any value.
    /// </summary>
    /// <remarks>
    /// What is converted: a number or boolean to the text it displays, a text to the number it reads as (plain decimal,
    /// no thousands), <c>true</c> and <c>false</c> in any case to a boolean. <c>integer</c> has 32 bits, <c>long</c> the 53 that a
    /// double holds exactly. <c>date</c> is an ISO date, <c>time</c> an ISO time of day, <c>datetime</c> and <c>timestamp</c> an ISO date
    /// with or without a time; <c>object</c> is a dictionary or a list.
    /// </remarks>
    public static Value? Coerce(Value value, string type, bool isList = false)
    {
        if (value.IsNone || value.IsUnknown) return value;
        if (!isList) return Scalar(value, type);
        if (value.Kind != ValueKind.List) return null;
        var items = new List<Value>();
        foreach (var item in value.List)
        {
            if (Scalar(item, type) is not { } coerced) return null;
            items.Add(coerced);
        }
        return Value.Of(items);
    }

    private static Value? Scalar(Value value, string type) => type switch
    {
        _ when value.IsNone => value,
        "string" or "id" => value.Kind switch
        {
            ValueKind.String => value,
            ValueKind.Number or ValueKind.Boolean => Value.Of(value.Display()),
            _ => null,
        },
        "number" or "currency" => Number(value, _ => true),
        "integer" => Number(value, n => double.IsInteger(n) && n is >= int.MinValue and <= int.MaxValue),
        "long" => Number(value, n => double.IsInteger(n) && Math.Abs(n) <= Value.Exact),
        "boolean" => value.Kind switch
        {
            ValueKind.Boolean => value,
            ValueKind.String when bool.TryParse(value.String, out var boolean) => Value.Of(boolean),
            _ => null,
        },
        "date" => Text(value, text => IsoTime.Date(text) is not null),
        "time" => Text(value, IsoTime.IsTime),
        "datetime" or "timestamp" => Text(value, IsoTime.IsDateTime),
        "object" => value.Kind is ValueKind.Dictionary or ValueKind.List ? value : null,
        _ => value,
    };

    private static Value? Number(Value value, Func<double, bool> fits)
    {
        double? number = value.Kind switch { ValueKind.Number => value.Number, ValueKind.String => Operators.Parse(value.String), _ => null };
        return number is { } found && fits(found) ? Value.Of(found) : null;
    }

    private static Value? Text(Value value, Func<string, bool> fits)
    {
        if (value.Kind != ValueKind.String) return null;
        var text = value.String.Trim();
        return fits(text) ? Value.Of(text) : null;
    }
}

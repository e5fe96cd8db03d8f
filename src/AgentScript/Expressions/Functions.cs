using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;

namespace AgentScript.Expressions;

/// <summary>A call with its arguments evaluated; none of them is unknown.</summary>
internal readonly record struct Call(ImmutableArray<Value> Arguments, DateTimeOffset Now, int Start)
{
    public Value First => Arguments[0];
}

/// <summary>A function by what it takes and does.</summary>
/// <param name="IsExtension">Ours; the others belong to every dialect.</param>
public sealed class Function
{
    internal Function(int least, int most, bool isExtension, Func<Call, Value> body) => (Least, Most, IsExtension, Body) = (least, most, isExtension, body);

    public int Least { get; }

    public int Most { get; }

    public bool IsExtension { get; }

    internal Func<Call, Value> Body { get; }

    public bool Takes(int arguments) => arguments >= Least && arguments <= Most;

    /// <summary>For messages: <c>one argument</c>.</summary>
    public string Arity => (Least, Most) switch { (1, 1) => "one argument", (2, 2) => "two arguments", _ => "at least one argument" };
}

/// <summary>
/// The functions of an expression. <c>len</c> counts code points of a string, items of a list, keys of a dictionary; <c>max</c>
/// and <c>min</c> take a list or arguments. Ours: <c>contains(text_or_list, x)</c>, in a text with the case of its letters, in None
/// never; <c>lower(text)</c>; <c>days_since(date)</c>, the calendar days from an ISO date or time to now in now's zone, None of
/// None; <c>long_date(date)</c>, an ISO date as invariant English says it, anything else unchanged.
/// </summary>
public static class Functions
{
    private static readonly FrozenDictionary<string, Function> All = new Dictionary<string, Function>(StringComparer.Ordinal)
    {
        ["len"] = new(1, 1, false, call => Length(call.First, call.Start)),
        ["max"] = new(1, int.MaxValue, false, call => Extreme(call, 1)),
        ["min"] = new(1, int.MaxValue, false, call => Extreme(call, -1)),
        ["contains"] = new(2, 2, true, Contains),
        ["lower"] = new(1, 1, true, Lower),
        ["days_since"] = new(1, 1, true, DaysSince),
        ["long_date"] = new(1, 1, true, LongDate),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>All names, for messages.</summary>
    public static string Names { get; } = string.Join(", ", All.Keys.Order(StringComparer.Ordinal));

    public static Function? Find(string name) => All.GetValueOrDefault(name);

    internal static Value Length(Value value, int start) => value.Kind switch
    {
        ValueKind.Unknown => value,
        ValueKind.String => Value.Of((double)value.String.EnumerateRunes().Count()),
        ValueKind.List => Value.Of((double)value.List.Length),
        ValueKind.Dictionary => Value.Of((double)value.Dictionary.Count),
        _ => throw new ExpressionException($"{Operators.Name(value)} has no length", start),
    };

    private static Value Extreme(Call call, int sign)
    {
        var items = call.Arguments is [{ Kind: ValueKind.List } list] ? list.List : call.Arguments;
        if (items.Length == 0) throw new ExpressionException("an empty list has no largest or smallest item", call.Start);
        var found = items[0];
        foreach (var item in items)
        {
            if (item.IsNone) throw new ExpressionException("None has no order", call.Start);
            if (Operators.Compare(item, found, call.Start) is { } order && Math.Sign(order) == sign) found = item;
        }
        return found;
    }

    private static Value Contains(Call call)
    {
        var sought = call.Arguments[1];
        return call.First.Kind switch
        {
            ValueKind.None => Value.False,
            ValueKind.List => Value.Of(call.First.List.Any(item => Operators.AreEqual(item, sought))),
            ValueKind.String when sought.Kind is ValueKind.String or ValueKind.Number => Value.Of(call.First.String.Contains(sought.Display(), StringComparison.Ordinal)),
            ValueKind.String when sought.IsNone => Value.False,
            _ => throw new ExpressionException($"contains looks for a string in a string or for an item in a list, not for {Operators.Name(sought)} in {Operators.Name(call.First)}", call.Start),
        };
    }

    private static Value Lower(Call call) => call.First.Kind switch
    {
        ValueKind.String => Value.Of(call.First.String.ToLowerInvariant()),
        ValueKind.None => Value.None,
        _ => throw new ExpressionException($"lower takes a string, not {Operators.Name(call.First)}", call.Start),
    };

    private static Value DaysSince(Call call)
    {
        if (call.First.IsNone) return Value.None;
        if (call.First.Kind != ValueKind.String || IsoTime.Day(call.First.String, call.Now.Offset) is not { } day)
            throw new ExpressionException("days_since takes an ISO date such as 2026-11-25", call.Start);
        return Value.Of((double)(DateOnly.FromDateTime(call.Now.DateTime).DayNumber - day.DayNumber));
    }

    private static Value LongDate(Call call) =>
        call.First.Kind == ValueKind.String && IsoTime.Date(call.First.String) is { } date ? Value.Of(date.ToString("dddd, MMMM d, yyyy", CultureInfo.InvariantCulture)) : call.First;
}

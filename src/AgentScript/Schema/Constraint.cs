using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace AgentScript.Schema;

/// <summary>What the value of a field must satisfy. A value of another kind than it speaks of satisfies it.</summary>
internal abstract record Constraint(string Code)
{
    /// <summary>What was expected, as the end of a sentence; null when <paramref name="value"/> satisfies it.</summary>
    /// <param name="value">A string, a double, a bool, or an int for the number of a list's items.</param>
    public abstract string? Expected(object value);
}

internal sealed record OneOf(ImmutableArray<string> Values, bool IgnoreCase = false) : Constraint("constraint-enum")
{
    public override string? Expected(object value) =>
        value is string text && !Values.Contains(text, IgnoreCase ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal) ? "one of " + string.Join(", ", Values) : null;
}

internal sealed record Exactly(object Value) : Constraint("constraint-const")
{
    public override string? Expected(object value) => value is not int && !Value.Equals(value) ? string.Create(CultureInfo.InvariantCulture, $"{Value}") : null;
}

internal sealed record Minimum(double Value) : Constraint("constraint-minimum")
{
    public override string? Expected(object value) => value is double number && number < Value ? string.Create(CultureInfo.InvariantCulture, $"at least {Value}") : null;
}

internal sealed record Maximum(double Value) : Constraint("constraint-maximum")
{
    public override string? Expected(object value) => value is double number && number > Value ? string.Create(CultureInfo.InvariantCulture, $"at most {Value}") : null;
}

internal sealed record ExclusiveMinimum(double Value) : Constraint("constraint-exclusive-minimum")
{
    public override string? Expected(object value) => value is double number && number <= Value ? string.Create(CultureInfo.InvariantCulture, $"more than {Value}") : null;
}

internal sealed record ExclusiveMaximum(double Value) : Constraint("constraint-exclusive-maximum")
{
    public override string? Expected(object value) => value is double number && number >= Value ? string.Create(CultureInfo.InvariantCulture, $"less than {Value}") : null;
}

internal sealed record MultipleOf(double Value) : Constraint("constraint-multiple-of")
{
    public override string? Expected(object value) =>
        value is double number && Math.Abs(Math.IEEERemainder(number, Value)) > 1e-9 ? string.Create(CultureInfo.InvariantCulture, $"a multiple of {Value}") : null;
}

internal sealed record MinLength(int Value) : Constraint("constraint-min-length")
{
    public override string? Expected(object value) => value is string text && text.Length < Value ? $"at least {Value} characters, not {text.Length}" : null;
}

internal sealed record MaxLength(int Value) : Constraint("constraint-max-length")
{
    public override string? Expected(object value) => value is string text && text.Length > Value ? $"at most {Value} characters, not {text.Length}" : null;
}

/// <param name="Says">The pattern in words.</param>
internal sealed record Matching(Regex Pattern, string Says) : Constraint("constraint-pattern")
{
    public override string? Expected(object value) => value is string text && !Pattern.IsMatch(text) ? Says : null;
}

internal sealed record MinItems(int Value) : Constraint("constraint-min-items")
{
    public override string? Expected(object value) => value is int count && count < Value ? $"at least {Value} items, not {count}" : null;
}

internal sealed record MaxItems(int Value) : Constraint("constraint-max-items")
{
    public override string? Expected(object value) => value is int count && count > Value ? $"at most {Value} items, not {count}" : null;
}

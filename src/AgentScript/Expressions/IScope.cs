namespace AgentScript.Expressions;

/// <summary>What the references of an expression stand for.</summary>
public interface IScope
{
    /// <summary>
    /// The value of <c>@ns.member</c>, or of a bare <c>@ns</c> when <paramref name="member"/> is null. A scope of a script
    /// answers None for what it does not know, a scope of a condition <see cref="Value.Unknown"/>.
    /// </summary>
    Value Read(string ns, string? member);

    /// <summary>What a missing key of a dictionary, or an index outside a list, reads as; a condition says <see cref="Value.Unknown"/>.</summary>
    Value Absent => Value.None;

    /// <summary>The time that <c>days_since</c> counts to.</summary>
    DateTimeOffset Now { get; }
}

/// <summary>An expression that cannot be evaluated: a member of None, a sum of a list and a number.</summary>
public sealed class ExpressionException(string message, int start) : Exception(message)
{
    /// <summary>Offset of the expression in its source.</summary>
    public int Start { get; } = start;
}

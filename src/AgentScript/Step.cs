using System.Collections.Immutable;
using System.Globalization;

namespace AgentScript;

/// <summary>One step of a script: where it stands now, and what it wants done next.</summary>
/// <param name="Trace">What happened on the way, oldest first; no customer's words. Empty for a flow in C#.</param>
public sealed record Step(Frame Frame, Effect Effect, ImmutableArray<Traced> Trace = default)
{
    /// <summary>What the customer's words were taken for in this step, in the order in which it is served. Empty for a flow in C#, and while an answer goes on.</summary>
    public ImmutableArray<Understood> Understood { get; init; } = [];
}

/// <summary>An intent that words were taken for.</summary>
/// <param name="By"><c>slot</c>, <c>words</c> (words or an example), <c>classifier</c>, or <c>choice</c> where the customer was asked.</param>
/// <param name="Confidence">0 to 1; 1 unless a classifier decided.</param>
public sealed record Understood(string Intent, string By, double Confidence = 1);

/// <summary>Something a script did between two effects.</summary>
/// <param name="Kind">enter, intent, branch, set, run, transition, tool, failed, limit, …</param>
/// <param name="Name">Of the node, variable, action or tool; for a branch <c>then</c>, <c>else</c>, or the branch's number.</param>
/// <param name="Line">In the script, counted from 1; 0 where there is none.</param>
public sealed record Traced(string Kind, string Name, int Line)
{
    /// <summary>As a log keeps it: <c>kind name line</c>, of which the name alone may hold blanks.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Kind} {Name} {Line}");

    /// <summary>From what <see cref="ToString"/> wrote; null when it is something else.</summary>
    public static Traced? Parse(string text)
    {
        var (first, last) = (text.IndexOf(' ', StringComparison.Ordinal), text.LastIndexOf(' '));
        return first > 0 && last > first && int.TryParse(text.AsSpan(last + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var line)
            ? new Traced(text[..first], text[(first + 1)..last], line) : null;
    }
}

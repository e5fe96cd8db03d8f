using System.Collections.Frozen;

namespace FunctionsAgent.Feedback;

/// <summary>
/// How outcomes are judged (spec metrics). A change of any rule here or in the folds is a new version: a figure without the
/// version of its definition compares with nothing.
/// </summary>
public sealed record Definition(string Version)
{
    public static Definition Current { get; } = new("1");

    /// <summary>The windows of containment, re-contact and work units, rising; the last is the longest a case is watched.</summary>
    public static IReadOnlyList<Window> Windows { get; } = [new("24h", TimeSpan.FromHours(24)), new("72h", TimeSpan.FromHours(72)), new("7d", TimeSpan.FromDays(7))];

    public static Window Default => Windows[^1];

    public static Window? Named(string name) => Windows.FirstOrDefault(window => window.Name == name);

    private static readonly FrozenDictionary<string, TimeSpan> Quiets = new Dictionary<string, TimeSpan> { ["email"] = TimeSpan.FromHours(72) }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>How long nothing must be said until a case is over: e-mail 72 hours, else half an hour. A phone call ends with its <c>ConversationClosed</c>.</summary>
    public static TimeSpan QuietOf(string channel) => Quiets.TryGetValue(channel, out var quiet) ? quiet : TimeSpan.FromMinutes(30);
}

/// <summary>How long after an outcome a re-contact undoes it.</summary>
public sealed record Window(string Name, TimeSpan Length)
{
    public int Days => (int)Length.TotalDays;
}

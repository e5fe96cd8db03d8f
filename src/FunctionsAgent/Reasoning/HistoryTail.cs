using System.Collections.Immutable;
using System.Text;
using FunctionsAgent.Conversations;

namespace FunctionsAgent.Reasoning;

/// <summary>The last things said, as a conversation's state keeps them: few and short, however long it goes on.</summary>
public static class HistoryTail
{
    public const int MostEntries = 12;
    public const int MostBytes = 6 * 1024;
    public const int MostCharacters = 600;

    /// <summary>The oldest make room; nothing is kept of a blank text.</summary>
    public static ImmutableArray<Said> Append(ImmutableArray<Said> history, Said said)
    {
        var text = Cut(said.Text);
        if (text.Length == 0) return history;
        var entries = history.Add(said with { Text = text });
        var first = Math.Max(0, entries.Length - MostEntries);
        for (var bytes = entries.Skip(first).Sum(Bytes); bytes > MostBytes; first++) bytes -= Bytes(entries[first]);
        return entries[first..];
    }

    /// <summary>As an entry keeps it.</summary>
    public static string Cut(string text)
    {
        var trimmed = text.Trim();
        if (trimmed.Length <= MostCharacters) return trimmed;
        var end = MostCharacters - 1;
        return trimmed[..(char.IsLowSurrogate(trimmed[end]) ? end - 1 : end)] + "…";
    }

    private static int Bytes(Said said) => Encoding.UTF8.GetByteCount(said.Text);
}

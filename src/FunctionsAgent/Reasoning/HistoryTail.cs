using System.Collections.Immutable;
using System.Text;
using FunctionsAgent.Conversations;

namespace FunctionsAgent.Reasoning;

/// <summary>The last things said, as a conversation's state keeps them: few and short, however long it goes on.</summary>
public sealed record HistoryTail(ImmutableArray<Said> Entries)
{
    public const int MostEntries = 12;
    public const int MostBytes = 6 * 1024;
    public const int MostCharacters = 600;

    public static HistoryTail Empty { get; } = new([]);

    /// <param name="role">customer, agent or staff.</param>
    /// <param name="text">Cut to <see cref="MostCharacters"/>; nothing is kept of a blank one.</param>
    public HistoryTail Append(string role, string text, string dataClass)
    {
        if (string.IsNullOrWhiteSpace(text)) return this;
        var entries = Entries.Add(new(role, Short(text.Trim()), dataClass));
        var first = Math.Max(0, entries.Length - MostEntries);
        for (var bytes = entries.Skip(first).Sum(Bytes); bytes > MostBytes; first++) bytes -= Bytes(entries[first]);
        return new(entries[first..]);
    }

    private static string Short(string text)
    {
        if (text.Length <= MostCharacters) return text;
        var end = MostCharacters - 1;
        return text[..(char.IsLowSurrogate(text[end]) ? end - 1 : end)] + "…";
    }

    private static int Bytes(Said said) => Encoding.UTF8.GetByteCount(said.Text);
}

using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace FunctionsAgent.Guardrails;

/// <summary>Which token stands for what, in one conversation. A value: it only grows, and survives JSON.</summary>
public sealed record MaskMap(ImmutableArray<MaskEntry> Entries)
{
    public static MaskMap Empty { get; } = new([]);

    internal bool Has(ReadOnlySpan<char> token)
    {
        foreach (var entry in Entries)
            if (token.SequenceEqual(entry.Token)) return true;
        return false;
    }

    /// <param name="may">Whether a token of this label, in small letters, may be replaced here. Null: each may.</param>
    /// <returns>The text with what it stood for; tokens nobody gave out stay.</returns>
    public string Unmask(string text, Func<string, bool>? may = null)
    {
        if (Entries.IsEmpty || !text.Contains('<')) return text;
        var values = Entries.ToDictionary(entry => entry.Token, StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        var plain = new System.Text.StringBuilder(text.Length);
        var done = 0;
        for (var at = text.IndexOf('<'); at >= 0; at = at < text.Length ? text.IndexOf('<', at) : -1)
        {
            var length = MaskToken.At(text, at);
            if (length > 0 && values.TryGetValue(text.AsSpan(at, length), out var entry) && may?.Invoke(entry.Label) != false)
            {
                plain.Append(text, done, at - done).Append(entry.Value);
                done = at + length;
            }
            at += Math.Max(1, length);
        }
        return plain.Append(text, done, text.Length - done).ToString();
    }

    public bool Equals(MaskMap? other) => other is not null && Entries.AsSpan().SequenceEqual(other.Entries.AsSpan());

    public override int GetHashCode() => Entries.Length;
}

/// <param name="Token">With its brackets.</param>
/// <param name="Owner">Whose it is, where the value alone does not tell: a person's first name belongs to the whole name.</param>
public sealed record MaskEntry(string Token, [property: JsonConverter(typeof(MaskTextConverter))] string Value, [property: JsonConverter(typeof(MaskTextConverter))] string Owner)
{
    /// <summary>The recogniser's name in small letters: email, us-passport, person.</summary>
    [JsonIgnore]
    public string Label => MaskToken.Read(Token).Label.ToLowerInvariant().Replace('_', '-');
}

using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace FunctionsAgent.Channels;

/// <summary>
/// A reply as it is spoken: marks, tables, emoji and addresses out; order and tracking numbers character by character;
/// money and dates in words. Pure. The result is plain text: escaping is the XML writer's.
/// </summary>
public static class SpeechText
{
    /// <summary>Characters of the spoken text. About 20 seconds are 300; an identifier, spelled out, costs three characters for each of its own.</summary>
    public const int MaxSpoken = 600;

    private const int MaxItems = 3;
    private static readonly string[] Ordinals = ["First", "Second", "Third"];

    public static string From(string markdown, int maxSpoken = MaxSpoken)
    {
        var sentences = new List<string>();
        foreach (var block in MarkupParser.Parse(Clean(markdown)))
        {
            switch (block)
            {
                case Block.Paragraph p:
                    sentences.AddRange(Sentences(SpokenWords.Say(Flat(p.Content))));
                    break;
                case Block.Heading h:
                    sentences.Add(Stopped(SpokenWords.Say(Flat(h.Content))));
                    break;
                case Block.Items items:
                    sentences.AddRange(Items(items.Content));
                    break;
            }
        }

        return Fit(sentences.Where(s => s.Length > 0), Math.Min(maxSpoken, Twiml.MaxSay));
    }

    private static IEnumerable<string> Items(ImmutableArray<ImmutableArray<Inline>> items)
    {
        foreach (var (i, item) in items.Index().Take(MaxItems))
            yield return Stopped($"{Ordinals[i]}, {SpokenWords.Say(Flat(item))}");
        if (items.Length > MaxItems)
            yield return $"And {items.Length - MaxItems} more.";
    }

    // Whole sentences only: half a tracking number helps nobody.
    private static string Fit(IEnumerable<string> sentences, int longest)
    {
        var spoken = new StringBuilder();
        foreach (var sentence in sentences)
        {
            if (spoken.Length > 0 && spoken.Length + 1 + sentence.Length > longest)
                break;
            spoken.Append(spoken.Length > 0 ? " " : "").Append(sentence.Length > longest ? sentence[..longest] : sentence);
        }

        return spoken.ToString();
    }

    private static IEnumerable<string> Sentences(string text)
    {
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is not ('.' or '!' or '?') || (i + 1 < text.Length && text[i + 1] != ' '))
                continue;
            yield return text[start..(i + 1)].Trim();
            start = i + 1;
        }

        yield return Stopped(text[start..].Trim());
    }

    private static string Stopped(string text) =>
        text.Length == 0 || text[^1] is '.' or '!' or '?' ? text : text.TrimEnd(':', ',', ';') + ".";

    private static string Flat(ImmutableArray<Inline> content) => string.Concat(content.Select(inline => inline switch
    {
        Inline.Text t => t.Value,
        Inline.Strong s => Flat(s.Content),
        Inline.Emphasis e => Flat(e.Content),
        Inline.Strike s => Flat(s.Content),
        Inline.Code c => c.Value,
        Inline.Link l => l.Label,
        _ => "",
    }));

    private static string Clean(string text)
    {
        // Runes first: half a surrogate pair becomes U+FFFD and goes with the symbols; neither it nor a noncharacter can be normalised.
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value == 0x1F44D)
                clean.Append(" yes ");
            else if (rune.Value == '\n' || !IsSilent(rune))
                clean.Append(rune.Value is 0xA0 or '\t' ? " " : rune.ToString());
        }

        return clean.ToString().Replace('\uFFFE', '\uFFFD').Normalize(NormalizationForm.FormC);
    }

    private static bool IsSilent(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control => rune.Value != '\t',
        UnicodeCategory.Format or UnicodeCategory.OtherSymbol or UnicodeCategory.PrivateUse
            or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned => true,
        UnicodeCategory.NonSpacingMark => rune.Value is >= 0xFE00 and <= 0xFE0F,
        UnicodeCategory.ModifierSymbol => rune.Value is >= 0x1F3FB and <= 0x1F3FF,
        _ => false,
    };
}

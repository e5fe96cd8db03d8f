using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace FunctionsAgent.Guardrails;

/// <summary>The sources of a turn as what can be looked up in them: words, pairs of words, values; made once for all sentences of an answer.</summary>
internal sealed class GroundingIndex : IDisposable
{
    /// <summary>Sources have a bit each; those beyond share the last.</summary>
    public const int MostSources = 32;

    /// <summary>A source with fewer words that say nothing is no prose but data: an answer cannot be expected to say it in its words.</summary>
    private const double LeastProse = 0.15;

    private static readonly ImmutableArray<ImmutableArray<ulong>> Months = Names("January Januar|February Februar|March März|April|May Mai|June Juni|July Juli|August|September|October Oktober|November|December Dezember");

    private readonly GroundingTable _table;
    private uint _priced;

    public GroundingIndex(ImmutableArray<PassageSource> sources)
    {
        _table = new(sources.Sum(source => source.Text.Length) / 3);
        for (var i = 0; i < sources.Length; i++) Read(Plain(sources[i].Text), 1u << Math.Min(i, MostSources - 1));
    }

    public int Sentences { get; private set; }

    /// <summary>Bits of the sources that are prose.</summary>
    public uint Prose { get; private set; }

    public uint Term(ulong term) => _table.Sources(term);

    public uint Pair(ulong one, ulong other) => _table.Sources(GroundingHash.Mix(one, other));

    public uint Value(in GroundingValue value)
    {
        Span<ulong> keys = stackalloc ulong[GroundingValue.MostKeys];
        var (sources, bare) = (0u, 0u);
        var said = value.Said(keys);
        for (var i = 0; i < said; i++)
        {
            if (value.IsBare(i)) bare |= _table.Sources(keys[i]);
            else sources |= _table.Sources(keys[i]);
        }
        // Data that names a currency beside its bare figures means that one.
        return sources | (value.Kind == GroundingValueKind.Money ? bare & ~(_priced & ~_table.Sources(Priced(value.Code))) : bare);
    }

    /// <summary>The rarer in the sources, the more a word says; one they do not hold says most.</summary>
    public double Weight(ulong term) => 1 + Math.Log((Sentences + 1.0) / (_table.Sentences(term) + 1.0));

    public void Dispose() => _table.Dispose();

    private void Read(ReadOnlySpan<char> text, uint source)
    {
        using var atoms = new GroundingAtoms(text);
        var sentences = new GroundingSentences(text);
        var (end, before, words, stops) = (0, 0UL, 0, 0);
        foreach (ref readonly var atom in atoms.Span)
        {
            while (atom.Start >= end && sentences.Next(out var sentence))
            {
                end = sentence.End;
                Sentences++;
            }
            _table.Add(atom.Term, source, Sentences);
            if (before != 0) _table.Add(GroundingHash.Mix(before, atom.Term), source, Sentences);
            before = atom.Term;
            if ((atom.Kind == GroundingAtomKind.Currency ? atom.Key : atom.Kind == GroundingAtomKind.Word ? (ulong)GroundingWords.Currency(atom.Key) : 0) is > 0 and var currency)
            {
                _priced |= source;
                _table.Add(Priced(currency), source, Sentences);
            }
            if (atom.Kind != GroundingAtomKind.Word) continue;
            words++;
            if (GroundingWords.IsStop(atom.Key)) stops++;
        }
        if (stops >= LeastProse * words && words > 0) Prose |= source;
        Hold(text, atoms, source);
    }

    private void Hold(ReadOnlySpan<char> text, GroundingAtoms atoms, uint source)
    {
        Span<ulong> keys = stackalloc ulong[GroundingValue.MostKeys];
        var values = new GroundingValueReader(text, atoms.Span, spelled: true);
        while (values.Next(out var value))
        {
            foreach (var key in keys[..value.Held(keys)]) _table.Add(key, source, Sentences);
            if (value.Kind != GroundingValueKind.Date) continue;
            // 2026-11-05 speaks of November.
            foreach (var term in Months[((int)value.Amount / 100 % 100) - 1]) _table.Add(term, source, Sentences);
        }
    }

    private static ulong Priced(ulong currency) => GroundingHash.Of('c', currency);

    /// <summary>The letters that JSON writes as numbers.</summary>
    private static ReadOnlySpan<char> Plain(string text)
    {
        if (!text.Contains('\\', StringComparison.Ordinal)) return text;
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\' || i + 1 == text.Length) plain.Append(text[i]);
            else if (text[++i] == 'u' && i + 4 < text.Length && ushort.TryParse(text.AsSpan(i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            {
                plain.Append((char)code);
                i += 4;
            }
            else plain.Append(text[i] switch { 'n' or 'r' => '\n', 't' => '\t', var c => c });
        }
        return plain.ToString();
    }

    private static ImmutableArray<ImmutableArray<ulong>> Names(string names) => [.. names.Split('|').Select(month => month.Split(' ').Select(TermOf).ToImmutableArray())];

    private static ulong TermOf(string word)
    {
        var lexer = new GroundingLexer(word);
        return lexer.Next(out var atom) ? atom.Term : 0;
    }
}

using System.Collections.Immutable;
using System.Text;

namespace FunctionsAgent.Guardrails;

/// <param name="Counts">How many places were masked, by the recogniser's name; never what stood there.</param>
public sealed record Masked(string Text, MaskMap Map, ImmutableSortedDictionary<string, int> Counts);

/// <summary>Puts tokens where something personal stood: one value, one token, as long as the map lasts. Pure and thread-safe; <see cref="MaskMap.Unmask"/> gives back the very text.</summary>
public sealed class Masker
{
    private static readonly MaskLookalikes Lookalikes = new();

    private readonly ImmutableArray<PiiRecognizer> recognizers;
    private readonly PiiScanner scanner;

    /// <exception cref="ArgumentException">An entity nobody recognises, a pattern's name that is taken, or a pattern that <see cref="MaskPatternForm"/> refuses.</exception>
    public Masker(Masking masking)
    {
        if (masking.Custom.FirstOrDefault(custom => !MaskPatternForm.IsFree(custom.Name)) is { } taken) throw new ArgumentException($"{taken.Name} is one of the runtime's own types.", nameof(masking));
        if (masking.Custom.Select(custom => MaskPatternForm.Problem(custom.Pattern) is { } problem ? $"{custom.Name}: {problem}." : null).FirstOrDefault(problem => problem is not null) is { } wrong)
            throw new ArgumentException(wrong, nameof(masking));
        scanner = new(masking.Entities);
        recognizers = [.. masking.Custom.Select(custom => new MaskFormRecognizer(custom)), Lookalikes];
    }

    /// <param name="map">What the conversation's earlier texts were masked with.</param>
    /// <param name="fields">The values the masked fields have now.</param>
    /// <param name="masked">Whether it is a model's own writing: tokens of the map stay, they are what it was told.</param>
    public Masked Mask(string text, MaskMap map, IEnumerable<MaskedField>? fields = null, bool masked = false)
    {
        List<PiiFind> finds = [.. scanner.Scan(text)];
        foreach (var recognizer in recognizers) recognizer.Find(text, finds);
        foreach (var field in fields ?? []) new MaskFieldValues(field).Find(text, finds);
        if (masked) finds.RemoveAll(find => find.Name == MaskLookalikes.Text && map.Has(text.AsSpan(find.Start, find.Length)));
        if (finds.Count == 0) return new(text, map, ImmutableSortedDictionary<string, int>.Empty);

        var (tokens, written, done) = (new MaskNumbers(map), new StringBuilder(text.Length), 0);
        var counts = ImmutableSortedDictionary.CreateBuilder<string, int>(StringComparer.Ordinal);
        foreach (var find in PiiOverlaps.Merge(finds))
        {
            written.Append(text, done, find.Start - done).Append(tokens.Of(find, text.Substring(find.Start, find.Length)));
            counts[find.Name] = counts.GetValueOrDefault(find.Name) + 1;
            done = find.End;
        }
        return new(written.Append(text, done, text.Length - done).ToString(), tokens.Map, counts.ToImmutable());
    }
}

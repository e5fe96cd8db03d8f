using System.Collections.Immutable;
using FunctionsAgent.Guardrails;

namespace FunctionsAgent.Evaluation;

/// <param name="Precision">Null: nothing was found.</param>
/// <param name="Recall">Null: nothing was labelled.</param>
public sealed record EvalGuardsPiiScore(int Labelled, int Found, int Right)
{
    public double? Precision => Found == 0 ? null : (double)Right / Found;

    public double? Recall => Labelled == 0 ? null : (double)Right / Labelled;

    /// <summary>Recall counts twice as much as precision.</summary>
    public double? F2 => Precision is { } p && Recall is { } r ? p + r == 0 ? 0 : 5 * p * r / ((4 * p) + r) : null;

    public EvalGuardsPiiScore Plus(EvalGuardsPiiScore other) => new(Labelled + other.Labelled, Found + other.Found, Right + other.Right);
}

/// <param name="Whole">Over all that is labelled, names and places too.</param>
/// <param name="Claimed">Over the types there is a recogniser for.</param>
/// <param name="LeakRate">Share of labelled spans of claimed types of which a letter or digit stays readable, whatever it was taken for.</param>
/// <param name="CleanTexts">Texts without a label.</param>
/// <param name="CleanTextsAltered">Those of them that masking would change.</param>
public sealed record EvalGuardsPiiFigures(ImmutableSortedDictionary<string, EvalGuardsPiiScore> Entities, EvalGuardsPiiScore Whole, EvalGuardsPiiScore Claimed, double LeakRate, double LeakRateOfAll, int Texts, int CleanTexts, int CleanTextsAltered);

/// <summary>Measures recognisers on labelled texts: a find is right when its type is, and the two spans share nine tenths of what either covers.</summary>
public static class EvalGuardsPii
{
    /// <summary>Least share of the union that find and label must have in common.</summary>
    public const double LeastOverlap = 0.9;

    /// <summary>What Presidio publishes of itself, names and places included: precision, recall, F2.</summary>
    public const double PresidioPrecision = .685, PresidioRecall = .603, PresidioF2 = .618;

    public static EvalGuardsPiiFigures Measure(IReadOnlyCollection<EvalGuardsPiiText> texts, PiiScanner scanner)
    {
        var claimed = scanner.Entities.ToHashSet(StringComparer.Ordinal);
        var scores = new SortedDictionary<string, EvalGuardsPiiScore>(StringComparer.Ordinal);
        var (leaked, leakedOfAll, clean, altered) = (0, 0, 0, 0);
        foreach (var text in texts)
        {
            var finds = scanner.Scan(text.Text);
            var taken = new bool[finds.Length];
            foreach (var span in text.Spans)
            {
                var entity = Named(span.Entity);
                var match = Enumerable.Range(0, finds.Length).FirstOrDefault(i => !taken[i] && finds[i].Entity == entity && Overlap(finds[i], span) >= LeastOverlap, -1);
                if (match >= 0) taken[match] = true;
                Count(entity, new(1, 0, match >= 0 ? 1 : 0));
                if (!Leaks(text.Text, finds, span)) continue;
                leakedOfAll++;
                if (claimed.Contains(entity)) leaked++;
            }
            foreach (var find in finds) Count(find.Entity, new(0, 1, 0));
            if (!text.Spans.IsEmpty) continue;
            clean++;
            if (!finds.IsEmpty) altered++;
        }

        void Count(string entity, EvalGuardsPiiScore more) => scores[entity] = scores.GetValueOrDefault(entity, new(0, 0, 0)).Plus(more);

        var whole = scores.Values.Aggregate(new EvalGuardsPiiScore(0, 0, 0), (sum, score) => sum.Plus(score));
        var ofClaimed = scores.Where(score => claimed.Contains(score.Key)).Aggregate(new EvalGuardsPiiScore(0, 0, 0), (sum, score) => sum.Plus(score.Value));
        return new(scores.ToImmutableSortedDictionary(StringComparer.Ordinal), whole, ofClaimed, Share(leaked, ofClaimed.Labelled), Share(leakedOfAll, whole.Labelled), texts.Count, clean, altered);
    }

    // Some data call a web address by its form, some by what it names.
    private static string Named(string entity) => entity == "URL" ? "DOMAIN_NAME" : entity;

    private static double Share(int part, int all) => all == 0 ? 0 : (double)part / all;

    private static double Overlap(PiiFind find, EvalGuardsPiiSpan span)
    {
        var common = Math.Min(find.End, span.End) - Math.Max(find.Start, span.Start);
        return common <= 0 ? 0 : (double)common / (Math.Max(find.End, span.End) - Math.Min(find.Start, span.Start));
    }

    private static bool Leaks(string text, ImmutableArray<PiiFind> finds, EvalGuardsPiiSpan span)
    {
        for (var i = span.Start; i < span.End; i++)
            if (char.IsLetterOrDigit(text[i]) && !finds.Any(find => find.Start <= i && i < find.End)) return true;
        return false;
    }
}

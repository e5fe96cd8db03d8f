namespace FunctionsAgent.Knowledge;

/// <summary>Two claims beside each other: how much they are about the same, and what each says that the other does not.</summary>
/// <param name="Common">Weight of the terms of both.</param>
/// <param name="One">Terms of the first one alone; <paramref name="Other"/> of the second one.</param>
/// <param name="Opposed">One says a word whose opposite the other says.</param>
internal sealed record ClaimPair(double Common, int Terms, List<int> One, List<int> Other, double OneWeight, double OtherWeight, bool Opposed)
{
    /// <summary>From 0 (nothing in common) to 1 (nothing of one that the other has not).</summary>
    public double Likeness => Common <= 0 ? 0 : Common / (Common + OneWeight + OtherWeight);

    public double Lesser => Math.Min(OneWeight, OtherWeight);

    /// <param name="scopeOfOne">All that the first claim may lean on: itself, the question above it, its article's title.</param>
    public static ClaimPair Of(ClaimTerms terms, int total, Claim one, int[] scopeOfOne, Claim other, int[] scopeOfOther)
    {
        var (common, count) = (0.0, 0);
        var alone = Alone(one.Own, scopeOfOther);
        var alsoAlone = Alone(other.Own, scopeOfOne);
        foreach (var term in one.Own)
            if (ClaimSets.Has(scopeOfOther, term)) Share(term);
        foreach (var term in other.Own)
            if (ClaimSets.Has(scopeOfOne, term) && !ClaimSets.Has(one.Own, term)) Share(term);
        // A short answer says less than the question above it.
        foreach (var term in one.Asked)
            if (ClaimSets.Has(scopeOfOther, term) && !ClaimSets.Has(one.Own, term) && !ClaimSets.Has(other.Own, term)) Share(term);
        var opposed = false;
        foreach (var term in one.Own)
        {
            if (!terms.HasOpposite(term)) continue;
            var against = Array.FindIndex(other.Own, with => terms.Oppose(term, with));
            if (against < 0) continue;
            opposed = true;
            alone.Remove(term);
            alsoAlone.Remove(other.Own[against]);
        }

        return new(common, count, alone, alsoAlone, alone.Sum(term => terms.Weight(term, total)), alsoAlone.Sum(term => terms.Weight(term, total)), opposed);

        void Share(int term)
        {
            common += terms.Weight(term, total);
            count++;
        }
    }

    private static List<int> Alone(int[] own, int[] scope)
    {
        var alone = new List<int>();
        foreach (var term in own)
            if (!ClaimSets.Has(scope, term)) alone.Add(term);
        return alone;
    }
}

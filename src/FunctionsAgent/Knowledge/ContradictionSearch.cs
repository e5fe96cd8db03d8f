namespace FunctionsAgent.Knowledge;

/// <summary>Why two claims cannot both be true.</summary>
internal enum ConflictKind { None, Value, Negation, Opposite }

/// <summary>
/// Finds pairs of claims about the same thing that differ in what they say. The same template about two products is no contradiction: what each of the two
/// names and the other does not tells them apart. Of two articles only those claims are held against each other that are each other's nearest.
/// </summary>
internal sealed class ContradictionSearch(ClaimReader read)
{
    /// <summary>Tuned on the planted wordings that are not held back; see the benchmark's section "care".</summary>
    private const double LeastLikeness = 0.5, LeastOfAnswers = 0.6, MostOnBothSides = 0.2, MostOfTitles = 0.5, LeastOfTitle = 0.4, MostOfAnswers = 0.4, Nearer = 0.001;

    private const int LeastTerms = 2, LeastSiblings = 3;

    private readonly int[] firsts = Firsts(read);
    private readonly Dictionary<(int, int), int> siblings = [];

    public List<(int One, int Other, ConflictKind Kind)> Find()
    {
        var candidates = new Dictionary<(int, int), ConflictKind>();
        foreach (var (one, other) in new ClaimCandidates(read).Pairs())
        {
            if (candidates.ContainsKey((one, other))) continue;
            var kind = Judge(one, other);
            if (kind != ConflictKind.None) candidates[(one, other)] = kind;
        }

        return [.. candidates.Where(pair => !IsOneOfMany(pair.Key.Item1) && !IsOneOfMany(pair.Key.Item2)).Where(pair => IsNearest(pair.Key.Item1, pair.Key.Item2) && !AreSiblings(pair.Key.Item1, pair.Key.Item2))
            .Select(pair => (pair.Key.Item1, pair.Key.Item2, pair.Value)).OrderBy(pair => pair.Item1).ThenBy(pair => pair.Item2)];
    }

    private ConflictKind Judge(int oneIndex, int otherIndex)
    {
        var (one, other) = (read.Claims[oneIndex], read.Claims[otherIndex]);
        var differ = Differ(one, other);
        var mayOppose = one.Own.Any(read.Terms.HasOpposite);
        if (!differ && !mayOppose && one.IsNegated == other.IsNegated) return ConflictKind.None;
        if (!HaveFrame(one, other)) return ConflictKind.None;
        var pair = Pair(one, other);
        if (pair.Terms < LeastTerms || pair.Likeness < LeastLikeness) return ConflictKind.None;
        Learn(one, other, pair);
        if (pair.Lesser > MostOnBothSides * pair.Common || Names(pair.One, other.Article) || Names(pair.Other, one.Article)) return ConflictKind.None;
        if (pair.OneWeight + pair.OtherWeight > 0 && Bare(one, other).Lesser > MostOnBothSides * pair.Common) return ConflictKind.None;
        if (HasOtherSubject(one, other, pair) || IsException(one, pair.One, other) || IsException(other, pair.Other, one)) return ConflictKind.None;
        if (one.Article == other.Article && !IsSameFrame(one, other)) return ConflictKind.None;
        if (differ) return ConflictKind.Value;
        if (pair.Likeness < LeastOfAnswers || Array.Exists(one.Values, value => value.High == 0) || Array.Exists(other.Values, value => value.High == 0) || (one.Values.Length > 0 && other.Values.Length > 0 && !SameValues(one, other))) return ConflictKind.None;
        if (pair.OneWeight + pair.OtherWeight > MostOfAnswers * Predicate(one, other)) return ConflictKind.None;
        var negated = one.IsNegated != other.IsNegated;
        return pair.Opposed == negated ? ConflictKind.None : negated ? ConflictKind.Negation : ConflictKind.Opposite;
    }

    /// <summary>Weight of what both say about their subject, the titles' words: two sentences about one device need not speak of the same.</summary>
    private double Predicate(Claim one, Claim other)
    {
        var (a, b) = (read.Articles[one.Article].Title, read.Articles[other.Article].Title);
        return one.Own.Where(term => ClaimSets.Has(other.Own, term) && !(ClaimSets.Has(a, term) && ClaimSets.Has(b, term))).Sum(Weight);
    }

    /// <summary>Each says a value that the other does not, of the same kind.</summary>
    private static bool Differ(Claim one, Claim other)
    {
        foreach (var value in one.Values)
        {
            if (Array.Exists(other.Values, o => o.IsComparable(value) && o.Agrees(value))) continue;
            foreach (var against in other.Values)
                if (against.IsComparable(value) && !Array.Exists(one.Values, o => o.IsComparable(against) && o.Agrees(against))) return true;
        }

        return false;
    }

    /// <summary>Yes and no are about the same only where the figures are.</summary>
    private static bool SameValues(Claim one, Claim other) =>
        one.Values.All(value => Array.Exists(other.Values, o => o.IsComparable(value) && o.Agrees(value))) && other.Values.All(value => Array.Exists(one.Values, o => o.IsComparable(value) && o.Agrees(value)));

    /// <summary>What one of them names is not in the other one's article at all.</summary>
    private bool Names(List<int> alone, int article) => alone.Exists(term => read.Terms.IsName(term) && !ClaimSets.Has(read.Articles[article].All, term));

    /// <summary>The sentences themselves share words: two of them, or all that the shorter one has.</summary>
    private static bool HaveFrame(Claim one, Claim other)
    {
        var common = 0;
        foreach (var term in one.Own)
            if (ClaimSets.Has(other.Own, term)) common++;
        return common >= Math.Min(2, Math.Min(one.Own.Length, other.Own.Length)) && common > 0;
    }

    /// <summary>Within an article every other word may be what tells two sentences apart.</summary>
    private bool IsSameFrame(Claim one, Claim other)
    {
        if (one.Section == other.Section || (one.Asked.Except(other.Asked).Any() && other.Asked.Except(one.Asked).Any())) return false;
        var bare = Bare(one, other);
        return bare.OneWeight + bare.OtherWeight == 0 && (!bare.Opposed || SameValues(one, other));
    }

    /// <summary>The titles name different things; or each sentence says a word of its title that the other one lacks.</summary>
    private bool HasOtherSubject(Claim one, Claim other, ClaimPair pair)
    {
        if (one.Article == other.Article) return false;
        var (a, b) = (read.Articles[one.Article], read.Articles[other.Article]);
        if (LeansOn(one, a.Title, other) || LeansOn(other, b.Title, one)) return true;
        if (pair.One.Exists(term => ClaimSets.Has(a.Title, term)) && pair.Other.Exists(term => ClaimSets.Has(b.Title, term))) return true;
        var alone = a.Title.Where(term => !ClaimSets.Has(b.All, term)).ToList();
        var alsoAlone = b.Title.Where(term => !ClaimSets.Has(a.All, term)).ToList();
        if (alone.Exists(read.Terms.IsName) || alsoAlone.Exists(read.Terms.IsName)) return true;
        var common = a.Title.Where(term => ClaimSets.Has(b.All, term)).Sum(Weight);
        return Math.Min(alone.Sum(Weight), alsoAlone.Sum(Weight)) > MostOfTitles * common;
    }

    /// <summary>The sentence does not say itself what it is about; its title does, and names what the other one has nowhere near.</summary>
    private bool LeansOn(Claim claim, int[] title, Claim other)
    {
        var said = title.Where(term => ClaimSets.Has(claim.Own, term)).Sum(Weight);
        return said < LeastOfTitle * title.Sum(Weight) && Array.Exists(title, term => !ClaimSets.Has(Scope(other), term));
    }

    /// <summary>"Within 14 days if it was opened" beside "within 30 days".</summary>
    private static bool IsException(Claim special, List<int> alone, Claim general) => special.IsConditional && !general.IsConditional && alone.Count > 0;

    /// <summary>A line of a table: its section says the same of several things that stand elsewhere, each time with another figure.</summary>
    private bool IsOneOfMany(int index)
    {
        var claim = read.Claims[index];
        for (var i = firsts[claim.Article]; i < firsts[claim.Article + 1]; i++)
            if (i != index && read.Claims[i].Section == claim.Section && read.Claims[i].Own.AsSpan().SequenceEqual(claim.Own) && Differ(claim, read.Claims[i])) return true;
        return false;
    }

    private bool IsNearest(int oneIndex, int otherIndex)
    {
        var (one, other) = (read.Claims[oneIndex], read.Claims[otherIndex]);
        var likeness = Nearness(one, other);
        for (var i = firsts[other.Article]; i < firsts[other.Article + 1]; i++)
            if (i != otherIndex && i != oneIndex && IsBetter(one, read.Claims[i], likeness)) return false;
        for (var i = firsts[one.Article]; i < firsts[one.Article + 1]; i++)
            if (i != oneIndex && i != otherIndex && IsBetter(other, read.Claims[i], likeness)) return false;
        return true;
    }

    /// <summary>The other article says it nearer; or as near and without a difference.</summary>
    private bool IsBetter(Claim claim, Claim than, double likeness)
    {
        var nearness = Nearness(claim, than);
        return nearness > likeness + Nearer || (nearness > likeness - Nearer && claim.Values.Length > 0 && than.Values.Length > 0 && SameValues(claim, than));
    }

    /// <summary>Likeness, where two are alike by what stands above them as well.</summary>
    private double Nearness(Claim one, Claim other) =>
        Pair(one, other).Likeness + (one.Asked.Length > 0 && one.Asked.AsSpan().SequenceEqual(other.Asked) ? 0.05 : 0)
        + (one.Values.Length == 0 || other.Values.Length == 0 || one.Values.Any(value => Array.Exists(other.Values, value.IsComparable)) ? 0.05 : 0);

    /// <summary>Two words of which the one stands in many claims where the other stands in others' that are the same otherwise: names of siblings.</summary>
    private void Learn(Claim one, Claim other, ClaimPair pair)
    {
        if (pair.One is not [var a] || pair.Other is not [var b]) return;
        var key = a < b ? (a, b) : (b, a);
        siblings[key] = siblings.GetValueOrDefault(key) + (one.Article == other.Article ? LeastSiblings : 1);
    }

    private bool AreSiblings(int oneIndex, int otherIndex)
    {
        var pair = Pair(read.Claims[oneIndex], read.Claims[otherIndex]);
        return pair.One.Exists(a => pair.Other.Exists(b => siblings.GetValueOrDefault(a < b ? (a, b) : (b, a)) >= LeastSiblings));
    }

    private ClaimPair Pair(Claim one, Claim other) => ClaimPair.Of(read.Terms, read.Claims.Count, one, Scope(one), other, Scope(other));

    /// <summary>Without what stands above them: what a title covers may be told apart by the sentence itself.</summary>
    private ClaimPair Bare(Claim one, Claim other) => ClaimPair.Of(read.Terms, read.Claims.Count, one, one.Own, other, other.Own);

    private int[] Scope(Claim claim) => ClaimSets.Union(claim.Subject, read.Articles[claim.Article].Title);

    private double Weight(int term) => read.Terms.Weight(term, read.Claims.Count);

    private static int[] Firsts(ClaimReader read)
    {
        var firsts = new int[read.Articles.Count + 1];
        foreach (var claim in read.Claims) firsts[claim.Article + 1]++;
        for (var i = 1; i < firsts.Length; i++) firsts[i] += firsts[i - 1];
        return firsts;
    }
}

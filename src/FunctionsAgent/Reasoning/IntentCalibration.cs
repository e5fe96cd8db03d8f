using System.Collections.Immutable;

namespace FunctionsAgent.Reasoning;

/// <summary>
/// From scores to probabilities and a decision. The probability of an intent is that of the message being in scope at all (logistic, of how good the best score is,
/// how far it is ahead and how much of the message is known) times its share among the intents (softmax).
/// </summary>
/// <param name="Temperature">Of the softmax: scores are multiplied by it.</param>
/// <param name="Scope">Coefficients of the logistic, in the order of <see cref="Features"/>.</param>
/// <param name="Threshold">Below it no intent is named.</param>
internal sealed record IntentCalibration(double Temperature, ImmutableArray<double> Scope, double Threshold)
{
    public const int FeatureCount = 4;

    /// <summary>The best is clearly ahead when it is so many times as probable as the second.</summary>
    public const double ClearlyAhead = 2;

    private const int MostRanked = 5, MostBetween = 3;

    /// <summary>What tells whether a message is in scope.</summary>
    public static double[] Features(ReadOnlySpan<float> scores, float known)
    {
        var (best, second) = (float.NegativeInfinity, float.NegativeInfinity);
        foreach (var score in scores)
            if (score > best) (best, second) = (score, best);
            else if (score > second) second = score;
        return [1, best, Math.Min(best - second, 2), known];
    }

    public IntentReading Read(ReadOnlySpan<float> scores, float known, ImmutableArray<string> intents)
    {
        var shares = Shares(scores, Temperature);
        var inScope = LinearLogistic.Probability(Scope.AsSpan(), Features(scores, known));
        var ranked = Best(shares);
        var scored = ranked.Select(k => new IntentScore(intents[k], inScope * shares[k])).ToImmutableArray();
        var choice = Choose(scored);
        return new(choice == 1 ? scored[0].Intent : null, scored[0].Probability, choice > 1 ? [.. scored.Take(choice).Select(score => score.Intent)] : [], scored);
    }

    /// <summary>
    /// How many of the best it is one of: 1 when the best passes the threshold and is clearly ahead; 2 or 3 when those not clearly behind the best pass it together; 0 otherwise.
    /// </summary>
    private int Choose(ImmutableArray<IntentScore> ranked)
    {
        var near = 1;
        while (near < ranked.Length && ranked[near].Probability * ClearlyAhead > ranked[0].Probability) near++;
        if (near > MostBetween) return 0;
        return ranked.Take(near).Sum(score => score.Probability) >= Threshold ? near : 0;
    }

    public static double[] Shares(ReadOnlySpan<float> scores, double temperature)
    {
        var shares = new double[scores.Length];
        var (best, sum) = (float.NegativeInfinity, 0d);
        foreach (var score in scores) best = Math.Max(best, score);
        for (var k = 0; k < shares.Length; k++) sum += shares[k] = Math.Exp(temperature * (scores[k] - best));
        for (var k = 0; k < shares.Length; k++) shares[k] /= sum;
        return shares;
    }

    /// <summary>Equal ones in the order of the intents.</summary>
    private static List<int> Best(double[] shares)
    {
        var best = new List<int>(MostRanked + 1);
        for (var k = 0; k < shares.Length; k++)
        {
            var at = best.Count;
            while (at > 0 && shares[best[at - 1]] < shares[k]) at--;
            if (at >= MostRanked) continue;
            best.Insert(at, k);
            if (best.Count > MostRanked) best.RemoveAt(MostRanked);
        }
        return best;
    }
}

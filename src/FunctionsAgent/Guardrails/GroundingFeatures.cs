namespace FunctionsAgent.Guardrails;

/// <summary>How a sentence and the sources compare, each 0 to 1 but <paramref name="Novel"/>.</summary>
/// <param name="Covered">Share of the weight of its words and values that is in a source.</param>
/// <param name="Said">Share of all its words, those that say nothing included.</param>
/// <param name="Pairs">Share of its pairs of neighbouring words.</param>
/// <param name="Novel">Logarithm of one more than the number of its words of weight that are in none.</param>
/// <param name="Missing">Whether a value is in none: 0 or 1.</param>
/// <param name="Held">Whether a value is in one: 0 or 1.</param>
/// <param name="IsOfData">Most of what is covered is in sources that are no prose, whose words an answer cannot repeat.</param>
internal readonly record struct GroundingFeatures(double Covered, double Said, double Pairs, double Novel, double Missing, double Held, bool IsOfData)
{
    /// <summary>Coefficients of a logistic regression on the given set of answers beside their source (BEGIN's development set, 1,229): <c>eval guards --kind grounding</c> prints what it is worth by cross-validation.</summary>
    internal static ReadOnlySpan<double> OfProse => [-2.56, 0.19, 3.17, 2.00, -2.03, -0.93, 0.32];

    /// <summary>The same with what data can show: coverage and novelty.</summary>
    internal static ReadOnlySpan<double> OfData => [-1.55, 3.19, 0, 0, -1.94, -0.99, 0.35];

    /// <summary>In the order of the coefficients.</summary>
    internal double[] Row => [1, Covered, Said, Pairs, Novel, Missing, Held];

    /// <summary>0 to 1.</summary>
    public double Score
    {
        get
        {
            var by = IsOfData ? OfData : OfProse;
            return 1 / (1 + Math.Exp(-(by[0] + (by[1] * Covered) + (by[2] * Said) + (by[3] * Pairs) + (by[4] * Novel) + (by[5] * Missing) + (by[6] * Held))));
        }
    }
}

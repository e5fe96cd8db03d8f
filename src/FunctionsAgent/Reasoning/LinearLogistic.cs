namespace FunctionsAgent.Reasoning;

/// <summary>Weighted logistic regression of a few features by Newton's method, drawn towards coefficients given beforehand, so that few examples do not make it certain.</summary>
internal static class LinearLogistic
{
    private const int Steps = 30;

    /// <param name="rows">Features of each example.</param>
    /// <param name="prior">The coefficients without any example.</param>
    /// <param name="ridge">How many examples' worth they are held by.</param>
    /// <returns>Coefficients: the probability is 1 / (1 + exp(-coefficients · features)).</returns>
    public static double[] Fit(IReadOnlyList<double[]> rows, IReadOnlyList<bool> yes, IReadOnlyList<double> weights, ReadOnlySpan<double> prior, double ridge)
    {
        var n = prior.Length;
        var coefficients = prior.ToArray();
        for (var step = 0; step < Steps; step++)
        {
            var (gradient, curvature) = (new double[n], new double[n, n]);
            for (var i = 0; i < n; i++)
            {
                gradient[i] = -ridge * (coefficients[i] - prior[i]);
                curvature[i, i] = ridge;
            }
            for (var r = 0; r < rows.Count; r++)
            {
                var p = Probability(coefficients, rows[r]);
                for (var i = 0; i < n; i++)
                {
                    gradient[i] += weights[r] * ((yes[r] ? 1 : 0) - p) * rows[r][i];
                    for (var j = 0; j < n; j++) curvature[i, j] += weights[r] * Math.Max(p * (1 - p), 1e-6) * rows[r][i] * rows[r][j];
                }
            }
            var change = Solve(curvature, gradient);
            // A step too far overshoots where the classes are nearly apart.
            var length = change.Max(Math.Abs);
            for (var i = 0; i < n; i++) coefficients[i] += length > 2 ? change[i] * 2 / length : change[i];
            if (length < 1e-9) break;
        }
        return coefficients;
    }

    public static double Probability(ReadOnlySpan<double> coefficients, ReadOnlySpan<double> features)
    {
        var sum = 0d;
        for (var i = 0; i < features.Length; i++) sum += coefficients[i] * features[i];
        return 1 / (1 + Math.Exp(-sum));
    }

    /// <summary>Gauss with pivots; the ridge keeps the matrix regular.</summary>
    private static double[] Solve(double[,] a, double[] b)
    {
        var n = b.Length;
        for (var column = 0; column < n; column++)
        {
            var pivot = column;
            for (var row = column + 1; row < n; row++) if (Math.Abs(a[row, column]) > Math.Abs(a[pivot, column])) pivot = row;
            for (var k = 0; k < n; k++) (a[column, k], a[pivot, k]) = (a[pivot, k], a[column, k]);
            (b[column], b[pivot]) = (b[pivot], b[column]);
            for (var row = column + 1; row < n; row++)
            {
                var factor = a[row, column] / a[column, column];
                for (var k = column; k < n; k++) a[row, k] -= factor * a[column, k];
                b[row] -= factor * b[column];
            }
        }
        for (var row = n - 1; row >= 0; row--)
        {
            for (var k = row + 1; k < n; k++) b[row] -= a[row, k] * b[k];
            b[row] /= a[row, row];
        }
        return b;
    }
}

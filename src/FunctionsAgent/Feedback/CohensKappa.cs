namespace FunctionsAgent.Feedback;

/// <summary>Agreement of two judges beyond chance (Cohen 1960): 1 all the same, 0 as by chance.</summary>
public static class CohensKappa
{
    /// <param name="table">Rows: what the first said; columns: what the second said, in the same order.</param>
    /// <returns>Null of nothing, and where chance alone would always agree.</returns>
    public static double? Of(IReadOnlyList<IReadOnlyList<long>> table)
    {
        var n = table.Sum(row => row.Sum());
        if (n == 0) return null;
        var agreed = (double)Enumerable.Range(0, table.Count).Sum(place => table[place][place]) / n;
        var chance = Enumerable.Range(0, table.Count).Sum(place => (double)table[place].Sum() * table.Sum(row => row[place])) / ((double)n * n);
        return chance >= 1 ? null : (agreed - chance) / (1 - chance);
    }
}

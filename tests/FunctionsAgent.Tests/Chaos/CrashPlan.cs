namespace FunctionsAgent.Tests.Chaos;

/// <summary>Which crashes to make of the calls a clean run made: every kind of write, before and after it, and of the reads a part; more of them with SEEDS.</summary>
internal static class CrashPlan
{
    /// <param name="counts">Calls by <c>seam|kind</c>.</param>
    public static IReadOnlyList<CrashPoint> Of(IReadOnlyDictionary<string, int> counts, int times, Random random)
    {
        var points = new List<CrashPoint>();
        foreach (var (site, count) in counts.OrderBy(c => c.Key, StringComparer.Ordinal))
        {
            var (seam, kind) = site.Split('|') is [var s, var k] ? (s, k) : throw new ArgumentException(site, nameof(counts));
            for (var time = 0; time < times; time++)
            {
                // Before a read and after it is one place, and nearly that of the write next to it: one of the two, at every other read.
                var read = kind.StartsWith("get", StringComparison.Ordinal) || kind.StartsWith("range", StringComparison.Ordinal);
                if (read && times == 1 && random.Next(2) == 0) continue;
                bool[] sides = read ? [random.Next(2) == 0] : [false, true];
                points.AddRange(sides.Select(after => new CrashPoint(seam, kind, random.Next(count) + 1, after)));
            }
        }
        return [.. points.Distinct().OrderBy(_ => random.Next())];
    }
}

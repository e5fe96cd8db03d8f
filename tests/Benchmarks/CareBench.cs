using System.Diagnostics;
using FunctionsAgent.Knowledge;

namespace Benchmarks;

/// <param name="Articles">Of the set that was scored.</param>
/// <param name="Seconds">To read all of these against each other and the calendar.</param>
internal sealed record CareFigures(int Articles, double Seconds, CareScore Score, int ManyArticles, double ManySeconds)
{
    public const double RecallTarget = 0.9, PrecisionTarget = 0.8;
}

/// <summary>The care for articles: what it finds of what was planted, and how long it takes over many.</summary>
internal static class CareBench
{
    /// <param name="copies">Of the shop, for the time over many; 1: the time of the scored set alone.</param>
    public static CareFigures Measure(int copies)
    {
        var set = CareSet.Make();
        var begin = Stopwatch.GetTimestamp();
        var found = KnowledgeCheck.Of(set.Articles, CareSet.Today);
        var seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        var score = CareScore.Of(set, found);
        if (copies == 1) return new(set.Articles.Length, seconds, score, set.Articles.Length, seconds);

        var many = CareSet.Make(copies).Articles;
        begin = Stopwatch.GetTimestamp();
        _ = KnowledgeCheck.Of(many, CareSet.Today);
        return new(set.Articles.Length, seconds, score, many.Length, Stopwatch.GetElapsedTime(begin).TotalSeconds);
    }

    public static void Print(CareFigures care, TextWriter to)
    {
        foreach (var kind in care.Score.Kinds)
            to.WriteLine(FormattableString.Invariant(
                $"Care for articles, {kind.Kind}: {kind.Found} of {kind.Planted} planted in {care.Articles:N0} articles found, of these {kind.HeldBackFound} of {kind.HeldBack} in wordings held back; {kind.Wrong} of {kind.Findings} findings wrong; recall {kind.Recall:N3}, precision {kind.Precision:N3}, owner named {kind.Owned} of {kind.Found}; targets {CareFigures.RecallTarget} and {CareFigures.PrecisionTarget}: {(kind.Recall >= CareFigures.RecallTarget && kind.Precision >= CareFigures.PrecisionTarget ? "met" : "missed")}"));
        to.WriteLine(FormattableString.Invariant($"Care for articles: {care.ManyArticles:N0} read against each other in {care.ManySeconds:N1} s"));
    }
}

using FunctionsAgent.Conversations;
using FunctionsAgent.Feedback;

namespace FunctionsAgent.Evaluation;

/// <summary>A person's last mark of a turn.</summary>
/// <param name="Held">What the outcome rules say: resolved, and held so far; null while its case is open or where none was made of it.</param>
public sealed record ReviewMark(string ConversationId, string Turn, string By, string Category, string? Note, DateTimeOffset At, bool? Held);

/// <summary>How often two judges say the same of the same turns.</summary>
/// <param name="N">Turns that both judged.</param>
/// <param name="Share">Of them the same, 0 to 1; null where there are none.</param>
/// <param name="Low">Lower bound of the share, 95 % (Wilson 1927).</param>
/// <param name="Kappa">Cohen's (1960): 1 all the same, 0 as by chance; null where chance alone gives all the same.</param>
/// <param name="Labels">Of rows (the first judge) and columns (the second).</param>
/// <param name="Table">Turns by what the first and the second said.</param>
public sealed record Concordance(string First, string Second, int N, double? Share, double? Low, double? High, double? Kappa, IReadOnlyList<string> Rows, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<int>> Table);

/// <param name="Rules">People's marks (ok, wrong) beside the outcome rules (held, other).</param>
/// <param name="Undecided">Marks of turns whose case is still open, or of which none was made.</param>
/// <param name="People">Each two people who judged the same turns, by category.</param>
public sealed record Agreement(int Marks, Concordance Rules, int Undecided, IReadOnlyList<Concordance> People);

/// <summary>Agreement between people, and between people and the outcome rules.</summary>
public static class ReviewAgreement
{
    private static readonly string[] Said = ["ok", "wrong"], Ruled = ["held", "other"];

    /// <param name="marks">One of each person and turn: the last.</param>
    public static Agreement Of(IReadOnlyList<ReviewMark> marks)
    {
        var decided = marks.Where(m => m.Held is not null).Select(m => (m.Category == ReviewMarks.Ok ? 0 : 1, m.Held!.Value ? 0 : 1));
        var people = marks.GroupBy(m => (m.ConversationId, m.Turn))
            .SelectMany(turn => turn.OrderBy(m => m.By, StringComparer.Ordinal).ToList() is var all ? all.SelectMany((a, n) => all.Skip(n + 1).Select(b => (a, b))) : [])
            .GroupBy(pair => (pair.a.By, pair.b.By))
            .OrderBy(pair => pair.Key.Item1, StringComparer.Ordinal).ThenBy(pair => pair.Key.Item2, StringComparer.Ordinal)
            .Select(pair => Compare(pair.Key.Item1, pair.Key.Item2, ReviewMarks.Categories, ReviewMarks.Categories, pair.Select(p => (ReviewMarks.Categories.IndexOf(p.a.Category), ReviewMarks.Categories.IndexOf(p.b.Category)))));
        return new(marks.Count, Compare("people", "rules", Said, Ruled, decided), marks.Count(m => m.Held is null), [.. people]);
    }

    /// <summary>Of pairs of places: the first judge's row, the second's column. The same place is the same judgement.</summary>
    public static Concordance Compare(string first, string second, IReadOnlyList<string> rows, IReadOnlyList<string> columns, IEnumerable<(int Row, int Column)> pairs)
    {
        var table = rows.Select(_ => new int[columns.Count]).ToArray();
        foreach (var (row, column) in pairs)
            if (row >= 0 && column >= 0) table[row][column]++;
        var n = table.Sum(row => row.Sum());
        var same = Enumerable.Range(0, rows.Count).Sum(place => table[place][place]);
        var interval = Wilson.Interval(same, n);
        return new(first, second, n, n == 0 ? null : (double)same / n, interval?.Low, interval?.High, CohensKappa.Of([.. table.Select(row => row.Select(count => (long)count).ToArray())]), rows, columns, table);
    }
}

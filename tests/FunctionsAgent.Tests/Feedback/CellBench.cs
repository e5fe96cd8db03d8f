using FunctionsAgent.Agents;
using FunctionsAgent.Feedback;

namespace FunctionsAgent.Tests.Feedback;

/// <summary>Cells as a test writes them: <c>("cases", 10)</c>.</summary>
internal static class CellBench
{
    /// <summary>A midnight: the last day counted is the 30th.</summary>
    public static readonly DateTimeOffset AsOf = new(2026, 3, 31, 0, 0, 0, TimeSpan.Zero);

    public static readonly Kpi Goal = new("containment", 0.1, 0.5, "7d", "lead@shop.example", "fewer contacts");

    public static Cell Cell(string day, params (string Counter, long Count)[] counts) => Of(day, "chat", "order_status", known: true, counts);

    public static Cell Of(string day, string channel, string family, bool known, params (string Counter, long Count)[] counts)
    {
        var cell = new Cell(day, "a", channel, family, "v1", known);
        foreach (var (counter, count) in counts) cell.Add(counter, count);
        return cell;
    }

    /// <summary>So many cases, so many of them held; the others are abandoned.</summary>
    public static Cell Held(string day, long held, long cases) => Cell(day, ("cases", cases), ("assumed", held), ("abandoned", cases - held));

    public static RolledUp Rolled(params Cell[] cells) => new(AsOf, "1", new DateOnly(2026, 1, 1), cells, new Dictionary<string, long> { ["a"] = 3, ["b"] = 4 });

    public static KpiQuery Query(string text = "")
    {
        var given = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);
        var (query, mistake) = KpiQuery.Read(name => given.GetValueOrDefault(name, name == "agent" ? "a" : ""));
        return query ?? throw new ArgumentException($"{mistake}");
    }

    public static KpiReport Report(RolledUp rolled, string query = "", Kpi? kpi = null) => KpiReport.Of(rolled, Query(query), kpi ?? Goal, []);
}

using FunctionsAgent.Feedback;
using static FunctionsAgent.Tests.Feedback.CellBench;

namespace FunctionsAgent.Tests.Feedback;

/// <summary>Lines that a spreadsheet reads back as they were written.</summary>
public sealed class KpiCsvTests
{
    [Fact]
    public void Every_line_has_all_columns_and_a_share_has_its_interval()
    {
        var rows = Rows("by=channel beside=google");

        Assert.All(rows, row => Assert.Equal(rows[0].Count, row.Count));
        var containment = rows.Single(row => row[7] == "containment" && row[8] == "7d" && row[2] == "" && row[1] == "");
        var rate = Rate.Of(60, 100);
        Assert.Equal(["60", "100", "0.6", $"{rate.Low}", $"{rate.High}"], containment[9..14]);
        Assert.Contains(rows, row => row[1] == "channel" && row[2] == "chat" && row[7] == "escalated");
        Assert.Contains(rows, row => row[7] == "beside.google");
        Assert.All(rows.Skip(1), row => Assert.Equal(("2026-03-31T00:00:00Z", "1"), (row[5], row[6])));
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@x", "'@x")]
    [InlineData("\tx", "'\tx")]
    [InlineData("\rx", "\"'\rx\"")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("a\"b", "\"a\"\"b\"")]
    [InlineData("a\nb", "\"a\nb\"")]
    [InlineData("plain", "plain")]
    public void A_text_is_quoted_and_no_formula(string text, string written) => Assert.Equal(written, KpiCsv.Text(text));

    private static List<List<string>> Rows(string query)
    {
        using var output = new StringWriter();
        KpiCsv.Write(Report(Rolled(Held("2026-03-10", 60, 100)), query), output);
        Assert.EndsWith("\r\n", output.ToString(), StringComparison.Ordinal);
        return [.. output.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(',').ToList())];
    }
}

using System.Globalization;
using System.Net;
using System.Text;

namespace FunctionsAgent.Feedback;

/// <summary>Text and numbers as a page takes them. Names come from scripts of whoever wrote the agent: none is markup here.</summary>
internal static class KpiHtmlText
{
    /// <summary>Escaped, and without what no document may hold: control characters, halves of surrogate pairs.</summary>
    public static string Escape(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) clean.Append(Rune.IsControl(rune) || rune.Value is 0xFFFE or 0xFFFF ? "\uFFFD" : rune.ToString());
        return WebUtility.HtmlEncode(clean.ToString());
    }

    /// <summary>Escaped, and cut where it would leave its place.</summary>
    public static string Label(string text, int most) => Escape(text.Length <= most ? text : text[..(most - 1)] + "…");

    public static string Percent(double? share) => share is { } known ? KpiAlerts.Percent(known) : "–";

    public static string Interval(Rate rate) => rate is { Low: { } low, High: { } high } ? string.Create(CultureInfo.InvariantCulture, $"{low * 100:0.0}–{high * 100:0.0}") : "–";

    public static string Number(double? number) => number switch
    {
        null => "–",
        _ when number == Math.Floor(number.Value) || Math.Abs(number.Value) >= 100 => number.Value.ToString("#,0", CultureInfo.InvariantCulture),
        >= 0.1 or <= -0.1 => number.Value.ToString("0.##", CultureInfo.InvariantCulture),
        _ => number.Value.ToString("0.####", CultureInfo.InvariantCulture),
    };

    public static string Time(double? milliseconds) => milliseconds switch
    {
        null => "–",
        < 1_000 => string.Create(CultureInfo.InvariantCulture, $"{milliseconds:0} ms"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 1_000:0.#} s"),
    };

    /// <summary>A coordinate.</summary>
    public static string At(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    /// <param name="rows">Cells that are escaped already; the first of a row names it.</param>
    public static string Table(string caption, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        var html = new StringBuilder($"<table><caption>{Escape(caption)}</caption><thead><tr>");
        foreach (var column in columns) html.Append(CultureInfo.InvariantCulture, $"<th scope=\"col\">{Escape(column)}</th>");
        html.Append("</tr></thead><tbody>");
        foreach (var row in rows)
        {
            html.Append(CultureInfo.InvariantCulture, $"<tr><th scope=\"row\">{row[0]}</th>");
            foreach (var cell in row.Skip(1)) html.Append(CultureInfo.InvariantCulture, $"<td>{cell}</td>");
            html.Append("</tr>");
        }
        return html.Append("</tbody></table>").ToString();
    }

    /// <summary>A plot with what it shows in words, and its numbers in a table beside it.</summary>
    public static string Figure(string title, string says, string svg, string table) =>
        $"<section><h2>{Escape(title)}</h2><p>{Escape(says)}</p><figure>{svg}</figure><details><summary>The numbers of this plot</summary>{table}</details></section>";
}

using System.Text;
using FunctionsAgent.Knowledge;

namespace FunctionsAgent.Tests.Knowledge;

public sealed class HtmlDocumentTests
{
    private static Document Read(string html) => DocumentReader.Read("page.html", Encoding.UTF8.GetBytes(html));

    [Fact]
    public void Only_what_a_reader_sees_of_the_page_is_text()
    {
        var document = Read("""
            <!doctype html><html><head><title> Returns </title><style>p{}</style></head><body>
            <nav><a href=/>Home</a></nav><h1>Returning <em>things</em></h1>
            <p>Within 30&nbsp;days.<br>Unworn.</p><!-- secret --><script>var secret;</script>
            <p hidden>secret</p><div style="color:red; DISPLAY : none"><p>secret</p></div><span aria-hidden="true">secret</span><template>secret</template><noscript>secret</noscript>
            <h2>How</h2><p>So:</p><ol start=3><li><p>Print it.</p><li>Send it.<ul><li>insured</ul></ol>
            <h2>Fees</h2><table><tr><th>Days<th>Fee</tr><tr><td>31<td><p>5</p></tr></table><form>secret</form>
            <pre>one
            two</pre></body></html>
            """);

        Assert.Equal("Returns", document.Title);
        Assert.Equal<Section>(
            [
                new("returning-things", "Returning things", "Within 30 days.\nUnworn."),
                new("how", "Returning things › How", "So:\n3. Print it.\n4. Send it.\n• insured"),
                new("fees", "Returning things › Fees", "Days | Fee\n31 | 5\none\ntwo"),
            ],
            document.Sections);
    }

    [Fact]
    public void Broken_HTML_is_read_as_browsers_read_it() => Assert.Equal("a b c", Read("<p>a <b>b <i>c</p></b></span").Sections[0].Text);

    [Theory]
    [InlineData("<div>", 100_000)]
    [InlineData("<b x={0}>", 100_000)]
    [InlineData("<table><tr><td>", 50_000)]
    [InlineData("<ul><li>", 50_000)]
    [InlineData("<a href={0}><p>", 50_000)]
    [InlineData("<font size={0}><p>", 50_000)]
    public async Task HTML_made_to_grow_beyond_measure_is_refused(string piece, int times)
    {
        var html = string.Concat(Enumerable.Range(0, times).Select(n => piece.Replace("{0}", $"{n}", StringComparison.Ordinal))) + "text";
        // A guard against hanging, not a measurement.
        var thrown = await Task.Run(() => Record.Exception(() => Read(html))).WaitAsync(TimeSpan.FromMinutes(1));

        Assert.IsType<DocumentException>(thrown);
    }

    [Fact]
    public async Task Misnested_tags_do_not_multiply_without_end()
    {
        var html = "<p>" + string.Concat(Enumerable.Range(0, 90).Select(n => $"<b x={n}>")) + string.Concat(Enumerable.Repeat("<p>x", 50_000));
        var thrown = await Task.Run(() => Record.Exception(() => Read(html))).WaitAsync(TimeSpan.FromMinutes(1));

        Assert.Contains("500,000 HTML elements", Assert.IsType<DocumentException>(thrown).Message, StringComparison.Ordinal);
    }
}

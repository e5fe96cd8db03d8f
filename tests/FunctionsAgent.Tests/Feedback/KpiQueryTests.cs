using FunctionsAgent.Feedback;

namespace FunctionsAgent.Tests.Feedback;

/// <summary>What may be asked, and what is said when it may not.</summary>
public sealed class KpiQueryTests
{
    [Theory]
    [InlineData("days", "0", "1 to 400")]
    [InlineData("days", "401", "1 to 400")]
    [InlineData("days", "x", "1 to 400")]
    [InlineData("from", "2026-13-01", "a day like")]
    [InlineData("to", "yesterday", "a day like")]
    [InlineData("to", "0001-01-01", "a day like")]
    [InlineData("window", "48h", "24h, 72h, 7d")]
    [InlineData("by", "person", "agent, channel, intent, version, day, week")]
    [InlineData("beside", "acme", "google, intercom, zendesk, copilot-studio")]
    [InlineData("definition", "0", "1 is the one")]
    [InlineData("now", "yes", "true, false")]
    public void A_value_that_cannot_be_is_answered_with_what_can(string name, string value, string allowed)
    {
        var (query, mistake) = KpiQuery.Read(asked => asked == name ? value : null);

        Assert.Null(query);
        Assert.Equal(name, mistake!.Option);
        Assert.Contains(allowed, mistake.Allowed, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("from=2026-03-02 to=2026-03-01", "from")]
    [InlineData("from=2026-03-02 days=3", "days")]
    [InlineData("from=2020-01-01 to=2026-03-01", "from")]
    public void Days_that_do_not_fit_together_are_refused(string given, string option)
    {
        var pairs = given.Split(' ').Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);

        Assert.Equal(option, KpiQuery.Read(name => pairs.GetValueOrDefault(name)).Mistake!.Option);
    }

    [Theory]
    [InlineData("2026-03-31T00:00:00Z", "2026-03-03", "2026-03-30")]
    [InlineData("2026-03-31T00:00:01Z", "2026-03-04", "2026-03-31")]
    public void The_last_day_is_the_last_that_was_counted(string asOf, string from, string to) =>
        Assert.Equal(new KpiSpan(KpiSpan.Day(from), KpiSpan.Day(to)), KpiQuery.Default.SpanAt(DateTimeOffset.Parse(asOf, System.Globalization.CultureInfo.InvariantCulture)));
}

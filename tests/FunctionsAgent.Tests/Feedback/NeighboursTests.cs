using FunctionsAgent.Feedback;
using static FunctionsAgent.Tests.Feedback.CellBench;

namespace FunctionsAgent.Tests.Feedback;

/// <summary>The same cases, counted as others count.</summary>
public sealed class NeighboursTests
{
    /// <summary>100 cases: 10 escalated, 5 abandoned, 5 unknown, 80 resolved, of which one returned in each of these ways.</summary>
    private static readonly Cell Cases = Cell(
        "2026-03-10", ("cases", 100), ("escalated", 10), ("abandoned", 5), ("unknown", 5), ("assumed", 60), ("confirmed", 20),
        ("return.assumed.repeat.conversation", 1), ("return.assumed.repeat.other", 1),
        ("return.assumed.24h.conversation", 1), ("return.assumed.24h.channel", 1), ("return.confirmed.24h.other", 1),
        ("return.assumed.72h.channel", 1), ("return.assumed.72h.other", 1), ("return.confirmed.7d.conversation", 1), ("return.assumed.7d.other", 1));

    [Theory]
    [InlineData("google", 90 - 4)] // within a day, and not only in the open conversation
    [InlineData("intercom", 80 - 3)] // in the same conversation, whenever
    [InlineData("zendesk", 80 - 4)] // within three days on the same channel
    [InlineData("copilot-studio", 80)]
    public void Each_takes_away_what_it_sees(string name, long theirs)
    {
        var beside = Report(Rolled(Cases), $"beside={name}").Beside!;

        Assert.Equal(new Beside.Row("", Rate.Of(71, 100), Rate.Of(theirs, 100)), Assert.Single(beside.Rows));
        Assert.Equal("containment 7d, definition 1", beside.Ours);
        Assert.EndsWith("counts", beside.Theirs, StringComparison.Ordinal);
        Assert.NotEqual("", beside.Approximated);
    }

    [Fact]
    public void Both_columns_are_of_the_same_cases()
    {
        // Had its day and not its three days: neither column has it beside one that waits for three.
        var young = Held("2026-03-28", 5, 5);

        Assert.Equal((105, 105), Ns("window=24h beside=google"));
        Assert.Equal((100, 100), Ns("window=24h beside=zendesk"));
        Assert.Equal((100, 100), Ns("beside=google"));

        (long, long) Ns(string query) => Report(Rolled(Cases, young), query).Beside!.Rows[0] is var row ? (row.Ours.N, row.Theirs.N) : default;
    }

    [Fact]
    public void Parts_stand_beside_each_other_too() =>
        Assert.Equal(["", "chat", "email"], Report(Rolled(Cases, Of("2026-03-10", "email", "x", true, ("cases", 1))), "beside=zendesk by=channel").Beside!.Rows.Select(row => row.Name));
}

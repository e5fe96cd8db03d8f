using FunctionsAgent.Conversations;
using FunctionsAgent.Feedback;

namespace FunctionsAgent.Tests.Feedback;

/// <summary>From a signal to the first mark of its turn.</summary>
public sealed class ReviewSpeedTests
{
    [Fact]
    public void The_median_is_of_the_first_signal_to_the_first_mark_after_it()
    {
        var one = new ThreadLog("A").Event(EventTypes.SignalRaised, Of("t3")).After(60).Event(EventTypes.SignalRaised, Of("t3")).After(60).Event(EventTypes.TurnReviewed, Of("t3")).After(60).Event(EventTypes.TurnReviewed, Of("t3"));
        var two = new ThreadLog("B").Event(EventTypes.SignalRaised, Of("t3")).After(240).Event(EventTypes.TurnReviewed, Of("t3"));
        var three = new ThreadLog("C").Event(EventTypes.SignalRaised, Of("t3")).After(600).Event(EventTypes.TurnReviewed, Of("t3"));

        Assert.Equal((TimeSpan.FromHours(2), 1), Speed(one));
        Assert.Equal((TimeSpan.FromHours(3), 2), Speed(one, two));
        Assert.Equal((TimeSpan.FromHours(4), 3), Speed(three, one, two));
        Assert.Equal((TimeSpan.FromHours(10), 1), ReviewSpeed.Of([one.Events, two.Events, three.Events], ThreadLog.Noon.AddHours(5)));
    }

    [Fact]
    public void What_has_no_signal_no_mark_or_a_mark_before_its_signal_is_in_no_median()
    {
        var unmarked = new ThreadLog("A").Event(EventTypes.SignalRaised, Of("t3"));
        var unflagged = new ThreadLog("B").Event(EventTypes.TurnReviewed, Of("t3"));
        var before = new ThreadLog("C").Event(EventTypes.TurnReviewed, Of("t3")).Event(EventTypes.SignalRaised, Of("t3"));
        var another = new ThreadLog("D").Event(EventTypes.SignalRaised, Of("t3")).Event(EventTypes.TurnReviewed, Of("t9"));

        Assert.Equal((null, 0), Speed(unmarked, unflagged, before, another));
        Assert.Equal((null, 0), Speed());
    }

    [Fact]
    public void A_clock_that_went_back_makes_no_negative_time()
    {
        var log = new ThreadLog().Event(EventTypes.SignalRaised, Of("t3")).After(-30).Event(EventTypes.TurnReviewed, Of("t3"));
        Assert.Equal((TimeSpan.Zero, 1), Speed(log));
    }

    private static (TimeSpan? Median, int Turns) Speed(params ThreadLog[] logs) => ReviewSpeed.Of(logs.Select(log => log.Events), DateTimeOffset.MinValue);

    private static System.Text.Json.Nodes.JsonObject Of(string turn) => new() { ["ofTurn"] = turn };
}

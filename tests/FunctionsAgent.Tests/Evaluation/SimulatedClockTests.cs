using FunctionsAgent.Local.Simulation;
using FunctionsAgent.Tests.Drivers;

namespace FunctionsAgent.Tests.Evaluation;

public sealed class SimulatedClockTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task What_is_due_fires_when_the_clock_is_put_forward_and_nothing_else()
    {
        using var clock = new SimulatedClock(Start);
        var soon = Task.Delay(TimeSpan.FromHours(2), clock);
        var late = Task.Delay(TimeSpan.FromDays(40), clock);

        clock.MoveTo(Start.AddHours(3));

        await soon.WaitAsync(AgentHost.Patience);
        Assert.False(late.IsCompleted);
        clock.MoveTo(Start.AddDays(41));
        await late.WaitAsync(AgentHost.Patience);
    }

    [Fact]
    public async Task Without_being_moved_it_runs_as_ours_does()
    {
        using var clock = new SimulatedClock(Start);

        await Task.Delay(TimeSpan.FromMilliseconds(20), clock).WaitAsync(AgentHost.Patience);

        Assert.True(clock.GetUtcNow() >= Start.AddMilliseconds(20));
    }

    [Fact]
    public void It_is_never_put_back()
    {
        using var clock = new SimulatedClock(Start);
        clock.MoveTo(Start.AddDays(2));

        clock.MoveTo(Start.AddDays(1));

        Assert.True(clock.GetUtcNow() >= Start.AddDays(2));
    }

    [Fact]
    public async Task A_timer_that_was_let_go_does_not_fire_and_one_with_a_period_fires_again()
    {
        using var clock = new SimulatedClock(Start);
        var (let, fired) = (0, new SemaphoreSlim(0));
        using var again = clock.CreateTimer(_ => fired.Release(), null, TimeSpan.FromHours(1), TimeSpan.FromHours(1));
        clock.CreateTimer(_ => Interlocked.Increment(ref let), null, TimeSpan.FromHours(1), Timeout.InfiniteTimeSpan).Dispose();

        for (var hour = 1; hour <= 3; hour++)
        {
            clock.MoveTo(Start.AddHours(hour).AddMinutes(hour));
            Assert.True(await fired.WaitAsync(AgentHost.Patience));
        }

        Assert.Equal(0, let);
    }
}

using FunctionsAgent.Conversations;
using FunctionsAgent.Storage;
using FunctionsAgent.Tests.Drivers;
using Microsoft.Extensions.Time.Testing;

namespace FunctionsAgent.Tests.Evaluation;

/// <summary><c>agent ready</c> shows how fast people look at what was flagged.</summary>
public sealed class ReviewLoopTests
{
    [Fact]
    public async Task It_is_the_median_from_signal_to_mark_over_the_last_28_days()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var host = await AgentHost.StartAsync(time: time);
        ChatSession[] flagged = [await host.ToldAsync("I want a person"), await host.ToldAsync("I want a person"), await host.ToldAsync("I want a person")];
        await host.MarkAsync(await host.ToldAsync("returns"), "ok");
        Assert.Equal(("note", "not measured yet"), await LoopAsync(host));

        time.Advance(TimeSpan.FromHours(3));
        await host.MarkAsync(flagged[0], "ok");
        Assert.Equal(("green", "from a signal to a person's mark 3 hours at the median of 1 in 28 days"), await LoopAsync(host));
        time.Advance(TimeSpan.FromHours(6));
        await host.MarkAsync(flagged[0], "tone");
        await host.MarkAsync(flagged[1], "ok");
        Assert.Equal(("green", "from a signal to a person's mark 6 hours at the median of 2 in 28 days"), await LoopAsync(host));

        // What cannot be read is left out.
        await host.MarkAsync(flagged[2], "ok");
        var row = (await host.Get<ITables>().GetAsync(Keys.Table, flagged[1].Conversation, Keys.Event(2)))!;
        await host.Get<ITables>().CommitAsync(Keys.Table, flagged[1].Conversation, [Write.Update(row.Key, row.ETag, row.Cells with { Json = "{" })]);
        Assert.Equal(("green", "from a signal to a person's mark 6 hours at the median of 2 in 28 days"), await LoopAsync(host));
        time.Advance(TimeSpan.FromDays(28) - TimeSpan.FromHours(3));
        Assert.Equal(("green", "from a signal to a person's mark 9 hours at the median of 1 in 28 days"), await LoopAsync(host));
        time.Advance(TimeSpan.FromHours(4));
        Assert.Equal(("note", "not measured yet"), await LoopAsync(host));
    }

    private static async Task<(string State, string Found)> LoopAsync(AgentHost host)
    {
        await host.DrainedAsync();
        var ready = await Reviewing.FineAsync(await host.Staff.GetAsync($"/api/operator/ready?agent={AgentHost.Agent}"));
        var loop = Assert.Single(ready.Items("checks"), check => check.Text("name") == "loop");
        return (loop.Text("state"), loop.Text("found"));
    }
}

using System.Globalization;
using FunctionsAgent.Queues;

namespace FunctionsAgent.Tests.Queues;

/// <summary>Schedule: not before it is due, and behind what is there by then.</summary>
public abstract partial class QueueContract
{
    [Fact]
    public async Task A_scheduled_message_does_not_come_before_it_is_due()
    {
        await OpenAsync();
        await SendAsync("a", "later", due: Now + TimeSpan.FromSeconds(30));
        var waiting = Receiver.AcceptAsync(Queue);
        await PassAsync(TimeSpan.FromSeconds(29));
        await SendAsync("b", "now");
        Assert.Equal("now", Id(await Soon(waiting)));

        waiting = await WaitingAsync();
        await PassAsync(TimeSpan.FromSeconds(1));

        var message = await Soon(waiting);
        Assert.Equal(("later", 1), (Id(message), message.DeliveryCount));
    }

    [Fact]
    public async Task Scheduled_messages_come_in_the_order_they_become_due_behind_what_is_there()
    {
        await OpenAsync();
        var start = Now;
        await SendAsync("a", "third", due: start + TimeSpan.FromSeconds(20));
        await SendAsync("a", "second", due: start + TimeSpan.FromSeconds(10));
        await SendAsync("a", "first");
        await PassAsync(TimeSpan.FromSeconds(20));
        await SendAsync("a", "fourth");

        var order = new List<string>();
        for (var i = 0; i < 4; i++) order.Add(await TakeAsync());

        Assert.Equal(["first", "second", "third", "fourth"], order);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-3600)]
    public async Task What_is_due_already_comes_at_once(int seconds)
    {
        await OpenAsync();
        await SendAsync("a", "1", due: Now + TimeSpan.FromSeconds(seconds));

        Assert.Equal("1", await TakeAsync());
    }
}

using System.Globalization;
using FunctionsAgent.Queues;

namespace FunctionsAgent.Tests.Queues;

/// <summary>Dead letters: by decision, and by one delivery too many.</summary>
public abstract partial class QueueContract
{
    [Fact]
    public async Task A_dead_letter_carries_its_reason_and_frees_the_session()
    {
        await OpenAsync();
        await SendAsync("a", "1");
        await SendAsync("a", "2");
        var bad = await AcceptAsync();

        await Receiver.DeadLetterAsync(bad, "Malformed", "line 1, byte 2");

        Assert.Equal("2", await TakeAsync());
        var dead = await Soon(Receiver.AcceptAsync(DeadLetters));
        Assert.Equal((DeadLetters, "a", bad.Body, 1), (dead.Queue, dead.Session, dead.Body, dead.DeliveryCount));
        Assert.Equal("Malformed", dead.Properties["DeadLetterReason"]);
        Assert.Equal("line 1, byte 2", dead.Properties["DeadLetterErrorDescription"]);
        await Receiver.CompleteAsync(dead);
    }

    [Fact]
    public async Task Dead_letters_of_one_session_are_accepted_side_by_side()
    {
        await OpenAsync();
        for (var i = 0; i < 3; i++)
        {
            await SendAsync("a", $"{i}");
            await Receiver.DeadLetterAsync(await AcceptAsync(), "r", "d");
        }

        var dead = new List<Received>();
        for (var i = 0; i < 3; i++) dead.Add(await Soon(Receiver.AcceptAsync(DeadLetters)));

        Assert.Equal(["0", "1", "2"], dead.Select(Id).Order());
        foreach (var message in dead) await Receiver.CompleteAsync(message);
    }

    [Fact]
    public async Task A_dead_letter_comes_back_as_often_as_it_is_abandoned()
    {
        await OpenAsync();
        await SendAsync("a", "1");
        await Receiver.DeadLetterAsync(await AcceptAsync(), "r", "d");

        for (var i = 1; i <= MaxDeliveryCount + 2; i++)
        {
            var dead = await Soon(Receiver.AcceptAsync(DeadLetters));
            Assert.Equal(i, dead.DeliveryCount);
            await Receiver.AbandonAsync(dead);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_message_delivered_too_often_is_dead_lettered_with_the_arithmetic(bool byExpiry)
    {
        await OpenAsync();
        await SendAsync("a", "poison");
        await SendAsync("a", "next");
        for (var i = 1; i <= MaxDeliveryCount; i++)
        {
            var message = await AcceptAsync();
            Assert.Equal(("poison", i), (Id(message), message.DeliveryCount));
            if (byExpiry) await PassAsync(LockDuration);
            else await Receiver.AbandonAsync(message);
        }

        var next = await AcceptAsync();
        Assert.Equal(("next", 1), (Id(next), next.DeliveryCount));
        var dead = await Soon(Receiver.AcceptAsync(DeadLetters));
        Assert.Equal("poison", Id(dead));
        Assert.Equal("MaxDeliveryCountExceeded", dead.Properties["DeadLetterReason"]);
        Assert.Contains($"{MaxDeliveryCount}", dead.Properties["DeadLetterErrorDescription"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_receiver_of_dead_letters_is_woken_by_the_one_delivery_too_many()
    {
        await OpenAsync();
        var dead = Receiver.AcceptAsync(DeadLetters);
        await SendAsync("a", "poison");
        for (var i = 1; i <= MaxDeliveryCount; i++) await Receiver.AbandonAsync(await AcceptAsync());
        await SendAsync("b", "other");

        Assert.Equal("other", Id(await AcceptAsync()));
        Assert.Equal("poison", Id(await Soon(dead)));
    }
}

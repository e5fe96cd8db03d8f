using System.Text;
using FunctionsAgent.Queues;
using FunctionsAgent.Storage;

namespace FunctionsAgent.Tests.Queues;

/// <summary>What an envelope may be, and that one sent twice comes twice: who dedupes is the log.</summary>
public abstract partial class QueueContract
{
    [Fact]
    public async Task An_envelope_sent_again_comes_again()
    {
        await OpenAsync();
        for (var i = 0; i < 3; i++) await SendAsync("a", "same");

        var seen = new List<string>();
        for (var i = 0; i < 3; i++) seen.Add(await TakeAsync());

        Assert.Equal(["same", "same", "same"], seen);
        await AssertEmptyAsync(Queue);
    }

    [Fact]
    public async Task All_sends_of_a_decision_arrive_each_at_its_queue_and_time_in_order()
    {
        await OpenAsync();
        Outgoing To(string queue, string id, DateTimeOffset? due = null) => new(queue, new Envelope(id, "a", null, queue, "1"), due);

        await Sender.SendAllAsync([To(Queue, "1"), To(QueueNames.Feedback, "f"), To(Queue, "later", Now + TimeSpan.FromSeconds(10)), To(Queue, "2")]);
        await Sender.SendAllAsync([]);

        Assert.Equal("f", Id(await Soon(Receiver.AcceptAsync(QueueNames.Feedback))));
        Assert.Equal(["1", "2"], new[] { await TakeAsync(), await TakeAsync() });
        await PassAsync(TimeSpan.FromSeconds(10));
        Assert.Equal("later", await TakeAsync());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task An_envelope_of_8_KiB_arrives_and_one_byte_more_is_refused(int over)
    {
        await OpenAsync();
        var envelope = new Envelope("id", "a", "", Queue, "door");
        envelope = envelope with { Turn = new string('t', Envelope.MaxBytes - Encoding.UTF8.GetByteCount(envelope.ToJson()) + over) };
        Assert.Equal(Envelope.MaxBytes + over, Encoding.UTF8.GetByteCount(envelope.ToJson()));

        if (over == 0)
        {
            await Sender.SendAsync(Queue, "a", envelope);
            Assert.Equal(envelope, Envelope.Parse((await AcceptAsync()).Body));
            return;
        }

        var e = await Assert.ThrowsAsync<LimitException>(() => Sender.SendAsync(Queue, "a", envelope));
        Assert.Contains("8,193 bytes, the limit is 8,192", e.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<LimitException>(() => Sender.SendAllAsync([new(Queue, envelope, null), new(Queue, envelope, null)]));
        await AssertEmptyAsync(Queue);
    }

    [Theory]
    [InlineData("input/$DeadLetterQueue", 1)]
    [InlineData("", 1)]
    [InlineData(Queue, 0)]
    [InlineData(Queue, QueueLimits.SessionCharacters + 1)]
    public async Task What_no_queue_takes_is_refused_before_it_is_sent(string queue, int sessionLength)
    {
        await OpenAsync();
        await Assert.ThrowsAsync<LimitException>(() => SendAsync(new string('s', sessionLength), "1", queue));
        await AssertEmptyAsync(Queue);
    }

    [Fact]
    public async Task A_session_of_the_longest_name_is_a_session()
    {
        await OpenAsync();
        var session = new string('s', QueueLimits.SessionCharacters);
        await SendAsync(session, "1");
        Assert.Equal(session, (await AcceptAsync()).Session);
    }
}

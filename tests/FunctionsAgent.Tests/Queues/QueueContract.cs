using System.Globalization;
using FunctionsAgent.Queues;

namespace FunctionsAgent.Tests.Queues;

/// <summary>
/// What every queue does, in the words of <see cref="IQueueSender"/> and <see cref="IQueueReceiver"/>. That a message does
/// not come is shown by another one coming instead.
/// </summary>
public abstract partial class QueueContract
{
    protected const string Queue = QueueNames.Input;
    protected const string DeadLetters = Queue + QueueNames.DeadLetterSuffix;

    /// <summary>Of the queue under test.</summary>
    protected abstract TimeSpan LockDuration { get; }

    /// <summary>Of the queue under test.</summary>
    protected abstract int MaxDeliveryCount { get; }

    protected IQueueSender Sender { get; private set; } = null!;
    protected IQueueReceiver Receiver { get; private set; } = null!;

    protected abstract DateTimeOffset Now { get; }

    /// <summary>Opens the queues; called again, it finds what was sent before.</summary>
    protected abstract Task<(IQueueSender, IQueueReceiver)> OpenQueuesAsync();

    /// <summary>Closes them as a dying process does: locks stay.</summary>
    protected abstract Task CloseAsync();

    /// <summary>Lets time pass, by a clock of the test's or really.</summary>
    protected abstract Task PassAsync(TimeSpan time);

    [Fact]
    public async Task An_envelope_arrives_as_it_was_sent()
    {
        await OpenAsync();
        var sent = new Envelope("p:7:1", "p", "t1", Queue, "door", Epoch: 2, Timer: new("idle", 3), Deadline: Now, Traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");

        await Sender.SendAsync(Queue, "p", sent);
        var message = await AcceptAsync();

        Assert.Equal(sent, Envelope.Parse(message.Body));
        Assert.Equal((Queue, "p", 1), (message.Queue, message.Session, message.DeliveryCount));
        Assert.Equal(Now + LockDuration, message.LockedUntil, TimeSpan.FromSeconds(5));
        Assert.Equal(Now, message.Enqueued, TimeSpan.FromSeconds(5));
        Assert.Empty(message.Properties);
    }

    [Fact]
    public async Task A_receiver_waits_for_the_message_to_come()
    {
        await OpenAsync();
        var waiting = await WaitingAsync();

        await SendAsync("a", "1");

        Assert.Equal("1", Id(await Soon(waiting)));
    }

    [Fact]
    public async Task A_session_is_first_in_first_out()
    {
        await OpenAsync();
        for (var i = 0; i < 10; i++) await SendAsync("a", $"{i}");

        var sequences = new List<long>();
        for (var i = 0; i < 10; i++)
        {
            var message = await AcceptAsync();
            Assert.Equal($"{i}", Id(message));
            sequences.Add(message.Sequence);
            await Receiver.CompleteAsync(message);
        }
        Assert.Equal(sequences.Order().Distinct(), sequences);
    }

    [Fact]
    public async Task A_session_under_lock_gives_nothing_until_it_is_settled()
    {
        await OpenAsync();
        await SendAsync("a", "a1");
        var held = await AcceptAsync();
        await SendAsync("a", "a2");
        await SendAsync("b", "b1");

        Assert.Equal("b1", Id(await AcceptAsync()));
        var waiting = Receiver.AcceptAsync(Queue);
        await SendAsync("c", "c1");
        Assert.Equal("c1", Id(await Soon(waiting)));

        waiting = Receiver.AcceptAsync(Queue);
        await Receiver.CompleteAsync(held);
        Assert.Equal("a2", Id(await Soon(waiting)));
    }

    [Fact]
    public async Task Sessions_take_turns()
    {
        await OpenAsync();
        for (var i = 0; i < 3; i++) await SendAsync("long", $"l{i}");
        await SendAsync("b", "b0");
        await SendAsync("c", "c0");

        var order = new List<string>();
        for (var i = 0; i < 5; i++) order.Add(await TakeAsync());

        Assert.Equal(["l0", "b0", "c0", "l1", "l2"], order);
    }

    [Fact]
    public async Task A_lock_that_runs_out_brings_the_message_again_and_counts()
    {
        await OpenAsync();
        await SendAsync("a", "1");
        await SendAsync("a", "2");
        var zombie = await AcceptAsync();
        var waiting = await WaitingAsync();

        await PassAsync(LockDuration);

        var again = await Soon(waiting);
        Assert.Equal(("1", 2), (Id(again), again.DeliveryCount));
        Assert.NotEqual(zombie.Lock, again.Lock);
    }

    [Theory]
    [InlineData("complete", false)]
    [InlineData("complete", true)]
    [InlineData("abandon", false)]
    [InlineData("abandon", true)]
    [InlineData("dead-letter", false)]
    [InlineData("dead-letter", true)]
    [InlineData("renew", false)]
    [InlineData("renew", true)]
    public async Task Who_lost_the_lock_can_settle_nothing(string how, bool another)
    {
        await OpenAsync();
        await SendAsync("a", "1");
        var zombie = await AcceptAsync();
        await PassAsync(LockDuration);
        var holder = another ? await AcceptAsync() : null;

        await Assert.ThrowsAsync<LockLostException>(() => SettleAsync(zombie, how));

        if (holder is null) holder = await AcceptAsync();
        await Receiver.CompleteAsync(holder);
        await AssertEmptyAsync(Queue);
    }

    [Theory]
    [InlineData("complete")]
    [InlineData("abandon")]
    [InlineData("dead-letter")]
    public async Task What_is_settled_cannot_be_settled_again(string how)
    {
        await OpenAsync();
        await SendAsync("a", "1");
        await SendAsync("a", "2");
        var message = await AcceptAsync();
        await SettleAsync(message, how);

        foreach (var next in new[] { "complete", "abandon", "dead-letter", "renew" })
            await Assert.ThrowsAsync<LockLostException>(() => SettleAsync(message, next));
    }

    [Fact]
    public async Task A_renewed_lock_holds_longer()
    {
        await OpenAsync();
        await SendAsync("a", "1");
        var held = await AcceptAsync();

        await PassAsync(LockDuration * 0.75);
        var until = await Receiver.RenewAsync(held);
        await PassAsync(LockDuration * 0.75);

        Assert.True(until > held.LockedUntil);
        await SendAsync("b", "other");
        Assert.Equal("other", Id(await AcceptAsync()));
        await Receiver.CompleteAsync(held);
    }

    [Fact]
    public async Task An_abandoned_message_keeps_its_place_and_counts()
    {
        await OpenAsync();
        await SendAsync("a", "1");
        await SendAsync("a", "2");

        await Receiver.AbandonAsync(await AcceptAsync());

        var again = await AcceptAsync();
        Assert.Equal(("1", 2), (Id(again), again.DeliveryCount));
        await Receiver.CompleteAsync(again);
        var next = await AcceptAsync();
        Assert.Equal(("2", 1), (Id(next), next.DeliveryCount));
    }

    [Fact]
    public async Task Five_hundred_sessions_of_one_message_all_drain()
    {
        await OpenAsync();
        await Task.WhenAll(Enumerable.Range(0, 500).Select(i => SendAsync($"s{i}", $"{i}")));

        var seen = await DrainAsync(receivers: 64, count: 500);

        Assert.Equal(Enumerable.Range(0, 500).Select(i => $"{i}").Order(), seen.Order());
    }

    [Fact]
    public async Task Many_receivers_get_each_message_once_in_order_and_never_two_of_a_session()
    {
        await OpenAsync();
        using var stop = new CancellationTokenSource();
        var holders = new int[20];
        var seen = Enumerable.Range(0, 20).Select(_ => new List<int>()).ToArray();
        var left = 20 * 25;
        var receivers = Enumerable.Range(0, 32).Select(_ => Task.Run(async () =>
        {
            while (await NextAsync(stop.Token) is { } message)
            {
                var session = int.Parse(message.Session, CultureInfo.InvariantCulture);
                Assert.Equal(1, Interlocked.Increment(ref holders[session]));
                seen[session].Add(int.Parse(Id(message), CultureInfo.InvariantCulture));
                await Task.Yield();
                Interlocked.Decrement(ref holders[session]);
                await Receiver.CompleteAsync(message);
                if (Interlocked.Decrement(ref left) == 0) await stop.CancelAsync();
            }
        })).ToArray();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(s => Task.Run(async () =>
        {
            for (var i = 0; i < 25; i++) await SendAsync($"{s}", $"{i}");
        })));

        await Soon(Task.WhenAll(receivers));
        Assert.All(seen, session => Assert.Equal(Enumerable.Range(0, 25), session));
    }

    [Fact]
    public async Task A_receiver_that_goes_away_takes_no_message_with_it()
    {
        await OpenAsync();
        for (var round = 0; round < 50; round++)
        {
            using var leave = new CancellationTokenSource();
            var leaving = Enumerable.Range(0, 4).Select(_ => NextAsync(leave.Token)).ToList();
            var staying = Receiver.AcceptAsync(Queue);
            var sending = SendAsync($"s{round}", $"{round}");
            if (round % 2 == 1) await sending;
            await leave.CancelAsync();
            await sending;

            // One of those leaving may have had it already; then it holds the lock and gives it back.
            foreach (var held in await Soon(Task.WhenAll(leaving)))
                if (held is not null) await Receiver.AbandonAsync(held);
            var message = await Soon(staying);
            Assert.Equal($"{round}", Id(message));
            await Receiver.CompleteAsync(message);
        }
    }

    [Fact]
    public async Task What_was_sent_survives_the_process_and_its_locks_run_out()
    {
        await OpenAsync();
        await SendAsync("a", "held");
        await SendAsync("a", "behind");
        await SendAsync("b", "free");
        await SendAsync("c", "later", due: Now + TimeSpan.FromSeconds(10));
        Assert.Equal("held", Id(await AcceptAsync()));
        await CloseAsync();

        await OpenAsync();
        Assert.Equal("free", await TakeAsync());
        var waiting = await WaitingAsync();
        await PassAsync(TimeSpan.FromSeconds(10));
        var later = await Soon(waiting);
        Assert.Equal("later", Id(later));
        await Receiver.CompleteAsync(later);

        waiting = await WaitingAsync();
        await PassAsync(LockDuration);
        var again = await Soon(waiting);
        Assert.Equal(("held", 2), (Id(again), again.DeliveryCount));
        await Receiver.CompleteAsync(again);
        Assert.Equal("behind", await TakeAsync());
    }

    [Fact]
    public async Task Queues_do_not_see_each_other()
    {
        await OpenAsync();
        await SendAsync("a", "output", QueueNames.Output);
        var held = await Soon(Receiver.AcceptAsync(QueueNames.Output));
        await SendAsync("a", "input");

        Assert.Equal("input", await TakeAsync());
        Assert.Equal("output", Id(held));
    }

    protected async Task OpenAsync() => (Sender, Receiver) = await OpenQueuesAsync();

    protected Task SendAsync(string session, string id, string queue = Queue, DateTimeOffset? due = null) =>
        Sender.SendAsync(queue, session, new Envelope(id, session, "t1", queue, "door"), due);

    protected Task<Received> AcceptAsync() => Soon(Receiver.AcceptAsync(Queue));

    protected static string Id(Received message) => Envelope.Parse(message.Body).Id;

    protected static Task<T> Soon<T>(Task<T> task) => task.WaitAsync(TimeSpan.FromSeconds(30));

    protected static Task Soon(Task task) => task.WaitAsync(TimeSpan.FromSeconds(30));

    protected async Task<IReadOnlyList<string>> DrainAsync(int receivers, int count)
    {
        var seen = new System.Collections.Concurrent.ConcurrentQueue<string>();
        using var stop = new CancellationTokenSource();
        await Soon(Task.WhenAll(Enumerable.Range(0, receivers).Select(_ => Task.Run(async () =>
        {
            while (await NextAsync(stop.Token) is { } message)
            {
                seen.Enqueue(Id(message));
                await Receiver.CompleteAsync(message);
                if (seen.Count >= count) await stop.CancelAsync();
            }
        }))));
        return [.. seen];
    }

    /// <summary>A receiver that has looked and found nothing: of two, the one that does not get the message sent after both.</summary>
    private async Task<Task<Received>> WaitingAsync()
    {
        var two = new[] { Receiver.AcceptAsync(Queue), Receiver.AcceptAsync(Queue) };
        await SendAsync("sentinel", "sentinel");
        var got = await Soon(Task.WhenAny(two));
        await Receiver.CompleteAsync(await got);
        return two.Single(task => task != got);
    }

    private async Task<string> TakeAsync()
    {
        var message = await AcceptAsync();
        await Receiver.CompleteAsync(message);
        return Id(message);
    }

    private async Task<Received?> NextAsync(CancellationToken ct)
    {
        try
        {
            return await Receiver.AcceptAsync(Queue, ct);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private async Task AssertEmptyAsync(string queue)
    {
        await SendAsync("sentinel", "sentinel", queue);
        Assert.Equal("sentinel", await TakeAsync());
    }

    private Task SettleAsync(Received message, string how) => how switch
    {
        "complete" => Receiver.CompleteAsync(message),
        "abandon" => Receiver.AbandonAsync(message),
        "dead-letter" => Receiver.DeadLetterAsync(message, "r", "d"),
        _ => Receiver.RenewAsync(message),
    };
}

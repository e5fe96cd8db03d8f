using FunctionsAgent.Queues;
using FunctionsAgent.Storage;

namespace FunctionsAgent.Tests.Queues;

public sealed class SqliteQueuesTests : SqliteQueueSuite
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Where_one_process_alone_uses_the_store_the_locks_of_a_dead_one_are_freed_at_the_opening(bool sole)
    {
        await OpenAsync();
        await Queues!.SendAsync("input", "a", "body");
        var held = await Queues.AcceptAsync("input");
        await CloseAsync();

        Database = new SqliteDatabase(File);
        Queues = new SqliteQueues(Database, Time, new SqliteQueueOptions(Sole: sole));
        var again = Queues.AcceptAsync("input");
        if (!sole)
        {
            Assert.Equal(1, Assert.Single(await Queues.DepthsAsync(), d => d.Queue == "input").Locked);
            Assert.False(again.IsCompleted);
            return;
        }

        var message = await again.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal((held.Sequence, 2), (message.Sequence, message.DeliveryCount));
        await Assert.ThrowsAsync<LockLostException>(() => Queues.CompleteAsync(held));
        await Queues.CompleteAsync(message);
    }

    [Theory]
    [InlineData("input/$DeadLetterQueue", "a", 10)]
    [InlineData("", "a", 10)]
    [InlineData("input", "", 10)]
    [InlineData("input", "129 characters", 10)]
    [InlineData("input", "a", QueueLimits.BodyBytes + 1)]
    public async Task What_Service_Bus_would_not_take_is_refused(string queue, string session, int bodyBytes)
    {
        await OpenAsync();
        if (session == "129 characters") session = new string('s', 129);

        await Assert.ThrowsAsync<LimitException>(() => Queues!.SendAsync(queue, session, new string('x', bodyBytes)));
        Assert.All(await Queues!.DepthsAsync(), d => Assert.Equal(0, d.Active + d.DeadLetters));
    }

    [Fact]
    public async Task A_body_just_within_the_limit_arrives_whole()
    {
        await OpenAsync();
        var body = new string('ü', QueueLimits.BodyBytes / 2);

        await Queues!.SendAsync(Queue, new string('s', 128), body);

        Assert.Equal(body, (await AcceptAsync()).Body);
    }

    [Fact]
    public async Task A_dead_letter_is_not_dead_lettered_again()
    {
        await OpenAsync();
        await SendAsync("a", "1");
        await Receiver.DeadLetterAsync(await AcceptAsync(), "r", new string('d', 10_000));
        var dead = await Soon(Receiver.AcceptAsync(DeadLetters));

        await Assert.ThrowsAsync<InvalidOperationException>(() => Receiver.DeadLetterAsync(dead, "r", "d"));
        Assert.Equal(QueueLimits.ReasonCharacters, dead.Properties["DeadLetterErrorDescription"].Length);
    }

    [Fact]
    public async Task Depths_tell_active_scheduled_locked_dead_and_the_oldest()
    {
        await OpenAsync();
        var start = Now;
        await SendAsync("a", "a1");
        Time.Advance(TimeSpan.FromSeconds(5));
        await SendAsync("a", "a2");
        await SendAsync("b", "b1");
        await SendAsync("b", "b2", due: Now + TimeSpan.FromHours(1));
        await SendAsync("x", "x1", "extra");
        Assert.Equal("a1", Id(await AcceptAsync()));
        await Receiver.DeadLetterAsync(await AcceptAsync(), "r", "d");

        var depths = await Queues!.DepthsAsync();

        Assert.Equal([.. QueueNames.All, "extra"], depths.Select(d => d.Queue));
        Assert.Equal(new QueueDepth(Queue, Active: 1, Scheduled: 1, Locked: 1, DeadLetters: 1, Oldest: start), depths[0]);
        Assert.Equal(new QueueDepth("extra", 1, 0, 0, 0, Now), depths[^1]);
        Assert.Equal(new QueueDepth(QueueNames.Output, 0, 0, 0, 0, null), depths.Single(d => d.Queue == QueueNames.Output));
    }

    [Fact]
    public async Task Accepting_reads_no_message_of_a_locked_session()
    {
        await OpenAsync();
        var plan = await Database!.WriteAsync(c =>
        {
            var steps = new List<string>();
            using var explain = c.Prepare("EXPLAIN QUERY PLAN " + QueueSchema.LockNext);
            while (explain.Step()) steps.Add(explain.Text(3));
            return steps;
        });

        Assert.Contains(plan, step => step.Contains("USING INDEX sessions_free", StringComparison.Ordinal) || step.Contains("USING COVERING INDEX sessions_free", StringComparison.Ordinal));
        Assert.DoesNotContain(plan, step => step.Contains("SCAN", StringComparison.Ordinal) || step.Contains("TEMP B-TREE", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Closing_tells_whoever_waits()
    {
        await OpenAsync();
        var waiting = Receiver.AcceptAsync(Queue);

        Queues!.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => Soon(waiting));
    }
}

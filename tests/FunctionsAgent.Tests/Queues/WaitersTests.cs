using FunctionsAgent.Queues;

namespace FunctionsAgent.Tests.Queues;

public sealed class WaitersTests
{
    private readonly Waiters _waiters = new();

    [Fact]
    public async Task One_signal_wakes_the_first_of_many_and_no_other()
    {
        var waiting = Enumerable.Range(0, 64).Select(_ => _waiters.WaitAsync(CancellationToken.None)).ToList();

        _waiters.Signal();

        await waiting[0].WaitAsync(TimeSpan.FromSeconds(30));
        Assert.All(waiting.Skip(1), task => Assert.False(task.IsCompleted));
    }

    [Fact]
    public void A_signal_that_comes_before_the_waiter_is_kept_for_it_alone()
    {
        _waiters.Signal();

        Assert.True(_waiters.WaitAsync(CancellationToken.None).IsCompleted);
        Assert.False(_waiters.WaitAsync(CancellationToken.None).IsCompleted);
    }

    [Fact]
    public void Signals_of_messages_that_others_took_are_forgotten()
    {
        for (var i = 0; i < 100; i++) _waiters.Signal();
        _waiters.FoundEmpty();

        Assert.False(_waiters.WaitAsync(CancellationToken.None).IsCompleted);
    }

    [Fact]
    public async Task Who_leaves_does_not_take_the_next_signal_along()
    {
        using var leave = new CancellationTokenSource();
        var leaving = _waiters.WaitAsync(leave.Token);
        var staying = _waiters.WaitAsync(CancellationToken.None);

        await leave.CancelAsync();
        _waiters.Signal();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving);
        await staying.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.False(_waiters.Any);
    }
}

using FunctionsAgent.Tools;

namespace FunctionsAgent.Tests.Tools;

public sealed class BackoffTests
{
    [Theory]
    [InlineData(1, 0.0, 50)]
    [InlineData(1, 1.0, 100)]
    [InlineData(2, 1.0, 200)]
    [InlineData(5, 1.0, 1600)]
    [InlineData(6, 1.0, 2000)]
    [InlineData(60, 0.5, 1500)]
    public void Waits_double_up_to_two_seconds(int attempt, double chance, int milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), Backoff.Wait(attempt, null, chance));

    [Theory]
    [InlineData(-5, 100)]
    [InlineData(0, 100)]
    [InlineData(3, 3_000)]
    [InlineData(11, 10_000)]
    public void What_the_peer_asks_for_counts_between_our_own_wait_and_the_limit(int seconds, int milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), Backoff.Wait(1, TimeSpan.FromSeconds(seconds), 1.0));
}

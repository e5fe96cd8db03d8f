using Azure.Core;
using Azure.Core.Pipeline;

namespace FunctionsAgent.Storage;

/// <summary>
/// What the client of a store retries by itself: only what a hiccup needs. The pipeline backs off, for up to two minutes, and
/// a caller at a door is told when to come again: neither may wait inside the client for as long as a throttling service asks.
/// </summary>
internal sealed class ShortRetry(int retries) : RetryPolicy(retries, DelayStrategy.CreateExponentialDelayStrategy(TimeSpan.FromMilliseconds(200), Longest))
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    protected override bool ShouldRetry(HttpMessage message, Exception? exception) => IsShort(message) && base.ShouldRetry(message, exception);

    protected override ValueTask<bool> ShouldRetryAsync(HttpMessage message, Exception? exception) =>
        IsShort(message) ? base.ShouldRetryAsync(message, exception) : ValueTask.FromResult(false);

    private static bool IsShort(HttpMessage message) => !message.HasResponse || (RetryAfter.Of(message.Response) ?? TimeSpan.Zero) <= Longest;
}

using FunctionsAgent.Queues;

namespace FunctionsAgent.Tests.Chaos;

internal sealed class CrashingSender(IQueueSender inner, Crashes crashes) : IQueueSender
{
    public const string Seam = "IQueueSender";

    public Task SendAsync(string queue, string session, Envelope envelope, DateTimeOffset? due = null, CancellationToken ct = default) =>
        crashes.AroundAsync(Seam, $"{queue} {(envelope.Timer is { } timer ? $"timer {timer.Name}" : due is null ? envelope.Cause is "door" or "pending" ? envelope.Cause : "stage" : "continuation")}", async () =>
        {
            await inner.SendAsync(queue, session, envelope, due, ct);
            return true;
        });
}

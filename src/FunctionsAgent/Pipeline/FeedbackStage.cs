using System.Globalization;
using FunctionsAgent.Conversations;
using FunctionsAgent.Queues;

namespace FunctionsAgent.Pipeline;

/// <summary>Turns what went less than well into signals of the log, which the nightly run and triage read.</summary>
public sealed class FeedbackStage(ConversationLog log) : IStage
{
    public string Name => QueueNames.Feedback;

    public async Task<Decision> RunAsync(Work work, CancellationToken ct)
    {
        var cause = await log.EventAsync(work.Partition, long.Parse(work.Envelope.Cause, CultureInfo.InvariantCulture), ct);
        if (cause is null || Signals.Of(cause) is not { } found) return Decision.None;
        return new Decision([new(EventTypes.SignalRaised, new() { ["signal"] = found.Signal, ["category"] = found.Category, ["event"] = cause.Seq, ["ofTurn"] = cause.Turn })]);
    }
}

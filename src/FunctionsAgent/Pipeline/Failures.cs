using System.Collections.Immutable;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using FunctionsAgent.Agents;
using FunctionsAgent.Conversations;
using FunctionsAgent.Queues;
using FunctionsAgent.Storage;
using Microsoft.Extensions.Logging;

namespace FunctionsAgent.Pipeline;

/// <summary>Transient passes by itself; permanent never will; a bug is tried three times and then treated as permanent.</summary>
public enum FailureClass { Transient, Permanent, Bug }

/// <summary>What happens when a stage fails.</summary>
public sealed partial class Failures(ConversationLog log, Packages packages, Parking parking, ILogger<Failures> logger)
{
    public static FailureClass Classify(Exception e) => e switch
    {
        PermanentException or LimitException => FailureClass.Permanent,
        TransientException or StoreBusyException or ConflictException or HttpRequestException or IOException or SocketException
            or TimeoutException or OperationCanceledException or LockLostException => FailureClass.Transient,
        AggregateException { InnerException: { } inner } => Classify(inner),
        _ => FailureClass.Bug,
    };

    public static string CauseOf(Exception e) => e switch
    {
        PermanentException permanent => permanent.Cause,
        TransientException transient => transient.Cause,
        LimitException => "limit",
        _ => e.GetType().Name,
    };

    /// <summary>
    /// 0.1 s, doubled up to 20 s; longer where the store said so, but at most a minute: an envelope that is not kept here for a
    /// while comes back at once, and the twentieth time it is a dead letter.
    /// </summary>
    public static TimeSpan Delay(int attempt, Exception e)
    {
        var own = 0.1 * Math.Pow(2, Math.Min(attempt, 10));
        var asked = (e as StoreBusyException)?.RetryAfter?.TotalSeconds ?? 0;
        return TimeSpan.FromSeconds(Math.Max(Math.Min(20, own), Math.Min(60, asked)));
    }

    /// <summary>
    /// It cannot work: the envelope is kept in <c>Parked</c>, the conversation gets its apology (or, when delivery itself
    /// is what failed, a person), the turn ends, and the queue message is done with.
    /// </summary>
    public async Task<ImmutableArray<Outgoing>> GiveUpAsync(Envelope envelope, Exception e, CancellationToken ct)
    {
        var cause = CauseOf(e);
        Log.GaveUp(logger, envelope.Id, envelope.Stage, cause, e.GetType().Name, e is PermanentException or LimitException ? e.Message : e.StackTrace ?? "");
        await parking.ParkAsync(envelope.Stage, envelope.ToJson(), cause, Reason(e), ct);
        for (var attempt = 0; ; attempt++)
        {
            var at = await log.LoadAsync(envelope.Partition, ct);
            if (at.Head.IsNew || envelope.Turn is null || at.Head.Turn?.Id != envelope.Turn || packages.Find(at.Head.Agent, at.Head.Version) is not { } package) return [];
            try
            {
                return (await log.CommitAsync(envelope.Partition, at, envelope.Stage, envelope, Ending(envelope, at, package, cause, Reason(e)), ct)).Sends;
            }
            catch (ConflictException) when (attempt < 8)
            {
                // Decided again on the fresh head.
            }
        }
    }

    private static Decision Ending(Envelope envelope, Snapshot at, Package package, string cause, string reason)
    {
        var messages = new JsonArray([.. at.Head.Turn!.Answers.Select(a => (JsonNode?)a)]);
        var toPerson = envelope.Stage == QueueNames.Delivery;
        var data = new JsonObject { ["failed"] = envelope.Stage, ["class"] = cause, ["reason"] = reason, ["messages"] = messages, ["kind"] = "apology" };
        ImmutableArray<EventBody> events =
        [
            new(toPerson ? EventTypes.DeliveryFailed : EventTypes.StageFailed, data, toPerson ? default : [new Piece("text", "public", "script", package.Texts.Apology)]),
            new(EventTypes.TurnEnded, new JsonObject { ["outcome"] = "failed" }),
        ];
        return new Decision(events,
            [new Send(toPerson ? QueueNames.Handoff : QueueNames.Delivery, 0, InTurn: false), new Send(QueueNames.Feedback, 0, InTurn: false)],
            at.State with { Pending = null, Drafts = [] });
    }

    /// <summary>Our own messages say what happened without a customer's words; another's message may not, so only its type is kept.</summary>
    private static string Reason(Exception e) => e is PermanentException or LimitException ? e.Message : e.GetType().Name;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "{Envelope}: {Stage} cannot ever work ({Cause}, {Error}): parked. {Detail}")]
        public static partial void GaveUp(ILogger logger, string envelope, string stage, string cause, string error, string detail);
    }
}

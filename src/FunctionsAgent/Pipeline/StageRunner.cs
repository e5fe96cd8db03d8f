using System.Collections.Immutable;
using System.Diagnostics;
using FunctionsAgent.Agents;
using FunctionsAgent.Conversations;
using FunctionsAgent.Queues;
using FunctionsAgent.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FunctionsAgent.Pipeline;

/// <summary>
/// Runs stages: one loop, one code path, whether an envelope came from its queue or was handed over in process.
/// A stage reads, decides, commits; then its sends are made; then the queue message is complete. A redelivery finds what
/// was committed and only sends again.
/// </summary>
public sealed partial class StageRunner(
    Stages stages, ConversationLog log, Packages packages, IQueueSender sender, Failures failures, Parking parking,
    PipelineOptions options, QueueMetrics queues, PipelineMetrics metrics, TimeProvider time, ILogger<StageRunner> logger, IHostApplicationLifetime? lifetime = null)
{
    /// <summary>Stages one handler may go through in process; more go back to the queue.</summary>
    private const int MaxAhead = 64;
    private const int TailEvents = 64;

    private sealed record StepResult(ImmutableArray<Outgoing> Sends, bool Replayed);

    /// <summary>A message of a stage's queue. Returns when it may be completed; throws when it must be delivered again.</summary>
    public async Task HandleAsync(string queue, string body, CancellationToken ct)
    {
        Envelope envelope;
        try
        {
            envelope = Envelope.Parse(body, options.EnvelopeVersion);
            if (envelope.Stage != queue) throw new EnvelopeException("wrong-queue", $"An envelope for {envelope.Stage} came by queue {queue}.");
        }
        catch (EnvelopeException e)
        {
            await PersistAsync(e.Cause, queue, () => parking.ParkAsync(queue, body, e.Cause, e.Message, ct), ct);
            return;
        }
        queues.Begun(envelope);
        var begin = time.GetTimestamp();
        string? error = null;
        try
        {
            await PersistAsync(envelope.Id, queue, () => RunAsync(envelope, ct), ct);
        }
        catch (Exception e)
        {
            error = e.GetType().Name;
            throw;
        }
        finally
        {
            queues.Processed(queue, time.GetElapsedTime(begin), error);
        }
    }

    /// <summary>Transient trouble is waited out here, for as long as one handler may.</summary>
    private Task PersistAsync(string id, string queue, Func<Task> run, CancellationToken ct) => Patience.RunAsync(run, options.BackOff, time, (e, attempt, delay) =>
        Log.BackingOff(logger, id, queue, e.GetType().Name, attempt, (long)delay.TotalMilliseconds), ct);

    /// <summary>
    /// With a deadline somebody waits, and nobody would repeat the call: its continuation is on the queue before the message
    /// is taken. One whose message never was finds nothing to do.
    /// </summary>
    public async Task ContinueLaterAsync(Envelope input, CancellationToken ct)
    {
        if (input.Deadline is not { } deadline) return;
        var due = deadline + TimeSpan.FromSeconds(30);
        await sender.SendAsync(QueueNames.Input, input.Partition, input with { Due = due }, due, ct);
    }

    /// <summary>Starts a turn from the door: here, while somebody waits, else on the queue.</summary>
    public async Task StartAsync(Envelope input, CancellationToken ct)
    {
        if (input.Deadline is not { } deadline || options.RunAhead == RunAhead.Never)
        {
            await sender.SendAsync(QueueNames.Input, input.Partition, input, null, ct);
            return;
        }
        var run = RunOrQueueAsync(input);
        var left = deadline - time.GetUtcNow();
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(ct, lifetime?.ApplicationStopping ?? default);
        try
        {
            await run.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, time, waiting.Token);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            // A stage that is under way goes on to its commit; the caller is not kept waiting for it.
            Log.Outlasted(logger, input.Id);
        }
    }

    private async Task RunOrQueueAsync(Envelope input)
    {
        try
        {
            await RunAsync(input, CancellationToken.None);
        }
        catch (Exception e) when (Failures.Classify(e) != FailureClass.Permanent)
        {
            // Not fast enough to be waited for: the queue does it as for everybody else.
            Log.HandedToQueue(logger, input.Id, input.Stage, e.GetType().Name);
            await sender.SendAsync(QueueNames.Input, input.Partition, input, null, CancellationToken.None);
        }
    }

    private async Task RunAsync(Envelope first, CancellationToken ct)
    {
        var ahead = new Queue<Outgoing>();
        await SendAsync(await StepAsync(first, ct), ahead, ct);
        for (var n = 0; ahead.TryDequeue(out var next); n++)
        {
            StepResult step;
            try
            {
                if (n >= MaxAhead) throw new TransientException("too-far-ahead", $"{MaxAhead} stages in one handler.");
                step = await StepAsync(next.Envelope, ct);
            }
            catch (Exception e) when (Failures.Classify(e) != FailureClass.Permanent)
            {
                Log.HandedToQueue(logger, next.Envelope.Id, next.Queue, e.GetType().Name);
                await sender.SendAsync(next.Queue, next.Envelope.Partition, next.Envelope, null, CancellationToken.None);
                continue;
            }
            await SendAsync(step, ahead, ct);
        }
    }

    /// <summary>What may run here waits in <paramref name="ahead"/>; the rest is on its queue when this returns.</summary>
    private async Task SendAsync(StepResult step, Queue<Outgoing> ahead, CancellationToken ct)
    {
        var queued = new List<Outgoing>(step.Sends.Length);
        foreach (var send in step.Sends)
        {
            if (RunsHere(send, step.Replayed)) ahead.Enqueue(send);
            else queued.Add(send);
        }
        await sender.SendAllAsync(queued, ct);
    }

    private bool RunsHere(Outgoing send, bool replayed) => send.Due is null && send.Queue is not (QueueNames.Input or QueueNames.Feedback) && options.RunAhead switch
    {
        RunAhead.Always => true,
        // A replay only looks for the place where an earlier run stopped: that needs no queue, whoever still waits.
        RunAhead.Waiting => send.Envelope.Deadline is { } deadline && (replayed || time.GetUtcNow() < deadline),
        _ => false,
    };

    /// <summary>One stage, and one span of the turn's trace, whichever process and hand it runs in.</summary>
    private async Task<StepResult> StepAsync(Envelope envelope, CancellationToken ct)
    {
        using var span = Telemetry.Start($"process {envelope.Stage}", ActivityKind.Consumer, envelope.Traceparent);
        span?.SetTag("messaging.operation.name", "process").SetTag("messaging.destination.name", envelope.Stage)
            .SetTag("gen_ai.conversation.id", envelope.Partition).SetTag("functionsagent.envelope", envelope.Id);
        try
        {
            return await StepAsync(envelope, span, ct);
        }
        catch (Exception e)
        {
            Telemetry.Fail(span, e.GetType().Name);
            throw;
        }
    }

    private async Task<StepResult> StepAsync(Envelope envelope, Activity? span, CancellationToken ct)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await StepOnceAsync(envelope, span, ct);
            }
            catch (ConflictException e) when (attempt < 8)
            {
                metrics.Conflict(envelope.Stage);
                Log.Conflict(logger, envelope.Id, envelope.Stage, e.GetType().Name);
            }
            catch (Exception e) when (!ct.IsCancellationRequested && (Failures.Classify(e) == FailureClass.Permanent || (Failures.Classify(e) == FailureClass.Bug && attempt >= 2)))
            {
                Telemetry.Fail(span, Failures.CauseOf(e));
                // Where that ended a turn, messages may have come meanwhile; where nothing was committed, looking again would fail again.
                var sends = await failures.GiveUpAsync(envelope, e, ct);
                return new StepResult(sends.IsEmpty ? sends : await WakeAsync(sends, envelope, await log.HeadAsync(envelope.Partition, ct) ?? Head.Empty, ct), false);
            }
            catch (Exception e) when (!ct.IsCancellationRequested && Failures.Classify(e) == FailureClass.Bug)
            {
                Log.Bug(logger, envelope.Id, envelope.Stage, e.GetType().Name, attempt + 1);
            }
        }
    }

    private async Task<StepResult> StepOnceAsync(Envelope envelope, Activity? span, CancellationToken ct)
    {
        var partition = envelope.Partition;
        if (await log.TakenAsync(envelope, ct) is { } sends)
        {
            var now = await log.HeadAsync(partition, ct) ?? Head.Empty;
            // A timer that was cleared or set again meanwhile would come for nothing.
            var live = sends.RemoveAll(send => send.Envelope.Timer is { } timer && (!now.Timers.TryGetValue(timer.Name, out var set) || set.Version != timer.Version));
            return new StepResult(await WakeAsync(live, envelope, now, ct), true);
        }

        var at = await log.LoadAsync(partition, ct);
        // A thread that never was or is gone has no turn, and does not get a log by being spoken of.
        if (at.Head.IsNew && envelope.Turn is not null) return new StepResult([], false);
        if (envelope.Turn is not null && (at.Head.Turn?.Id != envelope.Turn || at.Head.Epoch != envelope.Epoch || at.Head.Turn.State != envelope.Stage))
        {
            await log.CommitAsync(partition, at, envelope.Stage, envelope, new Decision([Superseded(envelope, at.Head)]), ct);
            return new StepResult([], false);
        }

        IReadOnlyList<Inbound> pending = envelope.Stage == QueueNames.Input ? await log.PendingAsync(partition, options.MessagesPerTurn, ct) : [];
        var agent = at.Head.IsNew ? pending.Count > 0 ? pending[0].Agent : null : at.Head.Agent;
        if (agent is null) return new StepResult([], false);
        Describe(span, agent, at.Head, pending, envelope);
        var package = await PackageAsync(agent, at.Head.IsOpen ? at.Head.Version : null, ct);
        IReadOnlyList<Event> tail = at.Head.Turn is { } turn && PolicyRound.ReadsTail(envelope.Stage, package) ? await log.EventsAsync(partition, turn.Received, TailEvents, ct) : [];

        var decision = await stages[envelope.Stage].RunAsync(new Work(envelope, at.Head, at.State, tail, pending, package), ct);
        if (decision.IsNone) return new StepResult([], false);
        if ((envelope.Turn is not null || (envelope.Stage == QueueNames.Input && envelope.Timer is null)) && (decision.State ?? at.State).Caller is { By: { } by } caller)
            decision = decision with { Events = [.. decision.Events.Select(e => Named(e, by, caller.For))] };
        var committed = await log.CommitAsync(partition, at, envelope.Stage, envelope, decision, ct);
        metrics.Committed(envelope.Stage, at.Head, committed.Events);
        Log.Committed(logger, envelope.Stage, partition, committed.Snapshot.Head.Seq, committed.Events.Count);
        var ended = at.Head.Turn is not null && committed.Snapshot.Head.Turn is null;
        return new StepResult(ended ? await WakeAsync(committed.Sends, envelope, committed.Snapshot.Head, ct) : committed.Sends, false);
    }

    private async Task<Package> PackageAsync(string agent, string? version, CancellationToken ct)
    {
        try
        {
            return await packages.FindAsync(agent, version, ct) ?? throw new PermanentException("unknown-agent", $"Agent {agent} is not served here; it was when the message came.");
        }
        catch (PermanentException e) when (version is not null && packages.Find(agent) is { } current)
        {
            // Lost is lost: a conversation that waited for it would never answer again, nor ever close.
            Log.Lost(logger, agent, version, current.Version, e.Message);
            return current;
        }
    }

    /// <summary>No turn is open: if messages came meanwhile, the input stage looks after them.</summary>
    private async Task<ImmutableArray<Outgoing>> WakeAsync(ImmutableArray<Outgoing> sends, Envelope envelope, Head head, CancellationToken ct)
    {
        if (head.Turn is not null) return sends;
        var (any, traceparent) = await log.WaitingAsync(envelope.Partition, ct);
        if (!any) return sends;
        var wake = new Envelope($"{envelope.Partition}:{head.Seq}:p", envelope.Partition, null, QueueNames.Input, "pending", head.Epoch, Traceparent: traceparent ?? envelope.Traceparent);
        return sends.Add(new Outgoing(QueueNames.Input, wake, null));
    }

    /// <summary>A turn belongs to the trace of the message that begins it; those it answers as well are linked.</summary>
    private static void Describe(Activity? span, string agent, Head head, IReadOnlyList<Inbound> pending, Envelope envelope)
    {
        if (span is null) return;
        span.SetTag("gen_ai.agent.name", agent).SetTag("functionsagent.turn", head.Turn?.Id);
        if (head.Turn is not null || envelope.Timer is not null) return;
        foreach (var message in pending)
            if (ActivityContext.TryParse(message.Traceparent, null, isRemote: true, out var arrival) && arrival.TraceId != span.TraceId) span.AddLink(new ActivityLink(arrival));
    }

    /// <summary>Whatever is done in a turn that a registration began names it, and for whom it acts.</summary>
    private static EventBody Named(EventBody e, string by, string? account)
    {
        if (account is not null && !e.Data.ContainsKey("for")) e.Data["for"] = account;
        return e.By is null ? e with { By = by } : e;
    }

    private static EventBody Superseded(Envelope envelope, Head head) => new(EventTypes.DecisionSuperseded, new()
    {
        ["stage"] = envelope.Stage,
        ["turn"] = envelope.Turn,
        ["epoch"] = envelope.Epoch,
        ["openTurn"] = head.Turn?.Id,
        ["openStage"] = head.Turn?.State,
        ["openEpoch"] = head.Epoch,
    });

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "{Stage} committed {Thread} up to {Sequence} with {Events} events")]
        public static partial void Committed(ILogger logger, string stage, string thread, long sequence, int events);

        [LoggerMessage(2, LogLevel.Debug, "{Envelope}: {Stage} decided on an old head ({Error}), again on the new one")]
        public static partial void Conflict(ILogger logger, string envelope, string stage, string error);

        [LoggerMessage(3, LogLevel.Warning, "{Envelope}: {Queue} backs off after {Error}, attempt {Attempt}, {Milliseconds} ms")]
        public static partial void BackingOff(ILogger logger, string envelope, string queue, string error, int attempt, long milliseconds);

        [LoggerMessage(4, LogLevel.Information, "{Envelope}: {Stage} goes to its queue after {Error}")]
        public static partial void HandedToQueue(ILogger logger, string envelope, string stage, string error);

        [LoggerMessage(6, LogLevel.Information, "{Envelope}: its stage outlasts the caller's patience")]
        public static partial void Outlasted(ILogger logger, string envelope);

        [LoggerMessage(5, LogLevel.Error, "{Envelope}: {Stage} threw {Error}, which no outage explains; attempt {Attempt} of 3")]
        public static partial void Bug(ILogger logger, string envelope, string stage, string error, int attempt);

        [LoggerMessage(7, LogLevel.Error, "{Agent}: a conversation goes on with version {Current}, as its own, {Version}, cannot be read: {Reason}")]
        public static partial void Lost(ILogger logger, string agent, string version, string current, string reason);
    }
}

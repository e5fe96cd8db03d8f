using System.Diagnostics;
using FunctionsAgent.Access;
using FunctionsAgent.Agents;
using FunctionsAgent.Channels;
using FunctionsAgent.Conversations;
using FunctionsAgent.Queues;
using FunctionsAgent.Storage;
using Microsoft.Extensions.Logging;

namespace FunctionsAgent.Pipeline;

/// <summary>
/// Takes a verified message: the delivery and the message in one transaction, then the envelope to <c>input</c>. A crash in
/// between is healed by the provider's retry, which finds its delivery taken and sends again.
/// </summary>
public sealed partial class Door(
    ConversationLog log, Indexes indexes, Persons persons, Accounts accounts, IBlobs blobs, StageRunner runner, Parking parking, Packages packages, PipelineOptions options, TimeProvider time, ILogger<Door> logger) : IDoor
{
    private long lastTicks;

    public async Task<Entry> EnterAsync(InboundMessage message, TimeSpan? wait, CancellationToken ct, string? thread = null)
    {
        using var span = StartTrace(message);
        if (await packages.FindAsync(message.Agent, null, ct) is null) return new(EntryOutcome.UnknownAgent, "", message.MessageId, 0);
        thread ??= await ThreadOfAsync(message, ct);
        var head = await log.HeadAsync(thread, ct) ?? Head.Empty;
        if (await log.PendingCountAsync(thread, options.MaxPending, ct) >= options.MaxPending && !await log.WasTakenAsync(thread, message.DeliveryId, ct))
        {
            Log.Full(logger, thread, options.MaxPending);
            return new(EntryOutcome.Full, thread, message.MessageId, 0);
        }
        string? original = null;
        if (!message.Original.IsEmpty)
        {
            original = "original/" + Hashing.Of(message.Original.Span);
            await blobs.PutAsync(original, message.Original, ct);
        }

        var now = time.GetUtcNow();
        var key = Keys.Pending(Ticks(now), message.MessageId);
        var sender = await SenderAsync(message, $"per_{Hashing.Id($"{thread}\n{key}")[..22]}", ct);
        var inbound = new Inbound(key, message.MessageId, message.Agent, message.Channel, message.Route,
            message.Assurance, now, original, message.Text, message.Sender, message.Customer, message.ReplyRoute, span?.Id ?? Activity.Current?.Id, message.By, message.For, message.Scope, sender?.Person, sender?.Also is { Count: > 0 } also ? also : null);
        var envelope = new Envelope($"{thread}:d:{Hashing.Id(message.DeliveryId)}", thread, null, QueueNames.Input, "door", head.Epoch,
            Deadline: wait is { } w ? now + w : null, Traceparent: inbound.Traceparent);
        await runner.ContinueLaterAsync(envelope, ct);
        foreach (var contact in Contacts.Of(message.Sender, message.Customer, message.ReplyRoute)) await indexes.EnterContactAsync(contact, thread, ct);
        var taken = await log.AcceptAsync(thread, message.DeliveryId, Hashing.Id(message.Text), inbound, ct);
        if (taken.Outcome == DoorOutcome.OtherContent) return new(EntryOutcome.OtherContent, thread, message.MessageId, 0);
        // The message that tells of the link is kept: from now on all leads to one.
        foreach (var other in sender?.Also ?? []) await persons.LinkAsync(sender!.Person, other, ct);
        await runner.StartAsync(envelope, ct);
        var duplicate = taken.Outcome == DoorOutcome.Duplicate;
        Log.Taken(logger, message.Channel, thread, duplicate);
        return new(duplicate ? EntryOutcome.Duplicate : EntryOutcome.Taken, thread, taken.MessageId, duplicate ? 0 : head.Seq);
    }

    /// <summary>Who wrote it, where the channel proves that or a sign-in did; null otherwise.</summary>
    /// <param name="newcomer">Their id, where nobody knows them yet. Made of where they were first seen and not of who they are.</param>
    private async Task<Recognised?> SenderAsync(InboundMessage message, string newcomer, CancellationToken ct)
    {
        if (message.Sender is not { Length: > 0 } sender || !Caller.Reaches(message.Assurance, "channel")) return null;
        if (message.Assurance != "verified") return await persons.OfAsync([Identifier.Of(sender, $"{message.Channel}\n{message.Route}")], newcomer, ct);
        var identifiers = new List<Identifier> { Identifier.Account(sender) };
        var account = await accounts.FindAsync(sender, ct);
        if (account?.Email is { } email) identifiers.Add(Identifier.Email(email));
        if (account?.Phone is { } phone) identifiers.Add(Identifier.Phone(phone));
        return await persons.OfAsync(identifiers, newcomer, ct);
    }

    /// <summary>Of this message alone: whoever calls may name any trace, and two messages the same one. The call itself is linked.</summary>
    private static Activity? StartTrace(InboundMessage message)
    {
        var call = Activity.Current;
        Activity.Current = null;
        var span = Telemetry.Source.StartActivity($"receive {message.Channel}", ActivityKind.Producer, default(ActivityContext), links: call is null ? null : [new ActivityLink(call.Context)]);
        if (span is null) Activity.Current = call;
        return span?.SetTag("functionsagent.channel", message.Channel);
    }

    public Task ParkAsync(ReadOnlyMemory<byte> body, string cause, string reason, CancellationToken ct) =>
        parking.ParkAsync(Parking.Door, body.ToArray(), cause, reason, ct);

    /// <summary>
    /// Its own id if it was here before, else an earlier message it answers, if whoever gets the reply took part in that
    /// thread; else the thread its own key makes. Ids and senders of mails are claims: what decides is where words would go.
    /// </summary>
    private async Task<string> ThreadOfAsync(InboundMessage message, CancellationToken ct)
    {
        if (message.ThreadHints.IsDefault) return ThreadId.For(message.Agent, message.Route, message.Channel, message.ThreadKey).Value;
        var participant = message.ReplyRoute?["to"]?.GetValue<string>() ?? message.Sender ?? "";
        foreach (var id in message.ThreadHints.Prepend(message.MessageId))
            if (await indexes.ThreadOfAsync(message.Agent, id, participant, ct) is { } known)
            {
                await indexes.EnterMessageAsync(message.Agent, message.MessageId, known, participant, ct);
                return known;
            }
        var own = ThreadId.For(message.Agent, message.Route, message.Channel, $"{message.ThreadKey}\n{participant.ToLowerInvariant()}").Value;
        await indexes.EnterMessageAsync(message.Agent, message.MessageId, own, participant, ct);
        return own;
    }

    /// <summary>Strictly rising in this process, so that messages keep the order in which they were taken.</summary>
    private long Ticks(DateTimeOffset now)
    {
        while (true)
        {
            var last = Interlocked.Read(ref lastTicks);
            var next = Math.Max(last + 1, now.UtcTicks);
            if (Interlocked.CompareExchange(ref lastTicks, next, last) == last) return next;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "{Channel} message for {Thread} taken (repeated delivery: {Duplicate})")]
        public static partial void Taken(ILogger logger, string channel, string thread, bool duplicate);

        [LoggerMessage(2, LogLevel.Warning, "{Thread} has {Limit} messages waiting: refused at the door")]
        public static partial void Full(ILogger logger, string thread, int limit);
    }
}

using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using FunctionsAgent.Queues;
using FunctionsAgent.Storage;

namespace FunctionsAgent.Conversations;

/// <summary>Reads and commits threads (contracts C1, C3). The only writer of heads, events and states.</summary>
public sealed class ConversationLog(ITables tables, IBlobs blobs, TimeProvider time, LogWatch watch)
{
    /// <summary>Azure takes 100 rows; the margin leaves room for what a later version adds to a commit.</summary>
    public const int MaxRows = 90;
    public const int MaxBytes = 3_670_016;

    private const int MaxReads = 8;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };

    private sealed record TakenRow(DateTimeOffset At, ImmutableArray<Outgoing> Sends);

    /// <summary>Head and state of one moment; an empty head for a thread nobody has written to. Throws <see cref="ConflictException"/> when they change too often to be read.</summary>
    public async Task<Snapshot> LoadAsync(string partition, CancellationToken ct)
    {
        for (var attempt = 0; attempt < MaxReads; attempt++)
        {
            var row = await tables.GetAsync(Keys.Table, partition, Keys.Head, ct);
            if (row is null) return new Snapshot(Head.Empty, null, State.Empty);
            var head = Head.Parse(row.Cells.Json!);
            var state = await tables.GetAsync(Keys.Table, partition, Keys.State, ct);
            // A commit came between the two reads: decided on its state and the head before it, a stage would fail for good.
            if (state?.Cells.Hash is { } written && long.Parse(written, CultureInfo.InvariantCulture) > head.Seq) continue;
            return new Snapshot(head, row.ETag, state is null ? State.Empty : State.Parse(await BodyAsync(state, ct))) { StateBlob = state?.Cells.Json };
        }
        throw new ConflictException($"{partition} was written to {MaxReads} times while it was read.");
    }

    /// <summary>The head alone, or null for a thread nobody has written to.</summary>
    public async Task<Head?> HeadAsync(string partition, CancellationToken ct) =>
        await tables.GetAsync(Keys.Table, partition, Keys.Head, ct) is { } row ? Head.Parse(row.Cells.Json!) : null;

    /// <summary>The sends of an envelope that was handled before, or null.</summary>
    public async Task<ImmutableArray<Outgoing>?> TakenAsync(Envelope envelope, CancellationToken ct)
    {
        var row = await tables.GetAsync(Keys.Table, envelope.Partition, Keys.Taken(envelope.Id), ct);
        return row is null ? null : JsonSerializer.Deserialize<TakenRow>(row.Cells.Json!, Options)!.Sends;
    }

    /// <summary>Messages waiting for a turn, oldest first.</summary>
    public async Task<IReadOnlyList<Inbound>> PendingAsync(string partition, int take, CancellationToken ct)
    {
        var (from, to) = Keys.All("p:");
        var rows = await tables.RangeAsync(Keys.Table, partition, from, to, take, ct);
        var pending = new List<Inbound>(rows.Count);
        foreach (var row in rows)
        {
            var content = Inbound.BlobOf(row.Cells.Json!) is { } blob ? await BlobAsync(blob, ct) : row.Cells.Content!;
            pending.Add(Inbound.Read(row.Key, row.Cells.Json!, content));
        }
        return pending;
    }

    /// <summary>Whether a message waits for a turn, and the trace of the one that waits longest.</summary>
    public async Task<(bool Any, string? Traceparent)> WaitingAsync(string partition, CancellationToken ct)
    {
        var (from, to) = Keys.All("p:");
        return await tables.RangeAsync(Keys.Table, partition, from, to, 1, ct) is [var first] ? (true, Inbound.TraceparentOf(first.Cells.Json!)) : (false, null);
    }

    /// <summary>How many messages wait for a turn, counted up to a number.</summary>
    public async Task<int> PendingCountAsync(string partition, int upTo, CancellationToken ct)
    {
        var (from, to) = Keys.All("p:");
        return (await tables.RangeAsync(Keys.Table, partition, from, to, upTo, ct)).Count;
    }

    /// <summary>Events with <paramref name="from"/> ≤ sequence, at most <paramref name="take"/>, with their content.</summary>
    public async Task<IReadOnlyList<Event>> EventsAsync(string partition, long from, int take, CancellationToken ct)
    {
        var rows = await tables.RangeAsync(Keys.Table, partition, Keys.Event(from), Keys.All("e:").To, take, ct);
        var events = new List<Event>(rows.Count);
        foreach (var row in rows) events.Add(await ReadAsync(row, ct));
        return events;
    }

    public async Task<Event?> EventAsync(string partition, long seq, CancellationToken ct) =>
        await tables.GetAsync(Keys.Table, partition, Keys.Event(seq), ct) is { } row ? await ReadAsync(row, ct) : null;

    /// <summary>
    /// The door (contracts C1): the delivery and the message in one transaction, the head untouched. Answers false when the
    /// delivery was taken before; <paramref name="fingerprint"/> tells a retry from another message under the same id.
    /// </summary>
    public async Task<DoorResult> AcceptAsync(string partition, string deliveryId, string fingerprint, Inbound message, CancellationToken ct)
    {
        var cells = await CellsAsync(message, ct);
        try
        {
            await tables.CommitAsync(Keys.Table, partition,
            [
                Write.Insert(Keys.Taken("door:" + deliveryId), new Cells(message.MessageId, BitConverter.GetBytes(time.GetUtcNow().UtcTicks), Hash: fingerprint)),
                Write.Insert(message.Key, cells),
            ], ct);
            return new DoorResult(DoorOutcome.Taken, message.MessageId);
        }
        catch (ConflictException)
        {
            var earlier = await tables.GetAsync(Keys.Table, partition, Keys.Taken("door:" + deliveryId), ct);
            if (earlier is null) throw;
            return new DoorResult(earlier.Cells.Hash == fingerprint ? DoorOutcome.Duplicate : DoorOutcome.OtherContent, earlier.Cells.Json!);
        }
    }

    /// <summary>Whether a delivery was taken here before.</summary>
    public async Task<bool> WasTakenAsync(string partition, string deliveryId, CancellationToken ct) =>
        await tables.GetAsync(Keys.Table, partition, Keys.Taken("door:" + deliveryId), ct) is not null;

    /// <summary>Messages that were in the log before wait for a turn again, in their order. The same ones twice are one.</summary>
    public async Task PutBackAsync(string partition, IReadOnlyList<Inbound> messages, CancellationToken ct)
    {
        var writes = new List<Write>(messages.Count);
        foreach (var message in messages) writes.Add(Write.Upsert(message.Key, await CellsAsync(message, ct)));
        await tables.CommitAsync(Keys.Table, partition, writes, ct);
    }

    private async Task<Cells> CellsAsync(Inbound message, CancellationToken ct)
    {
        var content = message.Content();
        if (content.Length <= EventJson.InlineBytes) return new Cells(message.DataJson(null), content);
        var blob = Inbound.BlobName(content);
        await blobs.PutAsync(blob, content, ct);
        return new Cells(message.DataJson(blob));
    }

    /// <summary>
    /// Commits a stage's decision in one transaction under the head's ETag, with the <c>d:</c> row of the envelope it answers.
    /// Blobs are put before. Throws <see cref="ConflictException"/> when the head moved meanwhile, <see cref="LimitException"/>.
    /// </summary>
    public async Task<Committed> CommitAsync(string partition, Snapshot at, string stage, Envelope? handled, Decision decision, CancellationToken ct, string? cause = null)
    {
        var now = time.GetUtcNow();
        var head = at.Head;
        var episode = head.Episode;
        var turn = head.Turn?.Id;
        var writes = new List<Write>(decision.Events.Length + 8);
        var events = new List<Event>(decision.Events.Length);
        foreach (var body in decision.Events)
        {
            if (body.Type == EventTypes.ConversationStarted) episode++;
            if (body.Type == EventTypes.TurnStarted) turn = $"t{head.Seq + 1}";
            var (e, cells, blob) = EventJson.Write(body, head.Seq + 1, episode, now, turn, stage, cause ?? handled?.Id ?? "door", head.Hash);
            if (blob is not null) await blobs.PutAsync(blob.Name, blob.Bytes, ct);
            writes.Add(Write.Insert(Keys.Event(e.Seq), cells));
            events.Add(e);
            head = head.Apply(e);
            turn = head.Turn?.Id;
        }

        var sends = Outgoing(partition, at.Head, head, events, decision, handled);
        writes.Add(at.HeadETag is null ? Write.Insert(Keys.Head, new Cells(head.ToJson())) : Write.Update(Keys.Head, at.HeadETag, new Cells(head.ToJson())));
        var headAt = writes.Count - 1;
        var stateCells = decision.State is { } state ? await StateCellsAsync(state, head.Seq, ct) : null;
        if (stateCells is not null) writes.Add(Write.Upsert(Keys.State, stateCells));
        if (handled is not null)
            writes.Add(Write.Insert(Keys.Taken(handled.Id), new Cells(JsonSerializer.Serialize(new TakenRow(now, sends), Options))));
        if (!decision.Taken.IsDefault) writes.AddRange(decision.Taken.Select(key => Write.Delete(key)));
        if (writes.Count > MaxRows) throw new LimitException($"{stage}: a commit of {writes.Count} rows, the limit is {MaxRows}.");
        if (writes.Sum(w => TableLimits.WireBytes(partition, w)) is var bytes && bytes > MaxBytes)
            throw new LimitException($"{stage}: a commit of {bytes:N0} bytes on the wire, the limit is {MaxBytes:N0}.");

        var etags = await tables.CommitAsync(Keys.Table, partition, writes, ct);
        watch.Pulse(partition);
        // Words that no row names any more could never be erased.
        if (stateCells is not null && at.StateBlob is { } old && old != stateCells.Json) await blobs.DeleteAsync(old, ct);
        return new Committed(new Snapshot(head, etags[headAt], decision.State ?? at.State) { StateBlob = stateCells is null ? at.StateBlob : stateCells.Json }, events, sends);
    }

    private static ImmutableArray<Outgoing> Outgoing(string partition, Head before, Head after, List<Event> events, Decision decision, Envelope? handled)
    {
        if (decision.Sends.IsDefaultOrEmpty) return [];
        var sends = ImmutableArray.CreateBuilder<Outgoing>(decision.Sends.Length);
        foreach (var send in decision.Sends)
        {
            var cause = send.Earlier ?? events[send.Cause ?? events.Count - 1].Seq;
            sends.Add(new Outgoing(send.Queue, new Envelope(
                $"{partition}:{after.Seq}:{sends.Count}", partition, send.InTurn ? (after.Turn ?? before.Turn)?.Id : null, send.Queue,
                $"{cause}", after.Epoch, handled?.Attempt ?? 0, send.Timer is null ? null : new TimerRef(send.Timer, (int)cause),
                send.Due is null ? handled?.Deadline : null, send.Due, Telemetry.Traceparent(handled?.Traceparent)), send.Due));
        }
        return sends.MoveToImmutable();
    }

    /// <param name="seq">Last sequence of the commit that writes it: with it a reader knows the head it belongs to.</param>
    private async Task<Cells> StateCellsAsync(State state, long seq, CancellationToken ct)
    {
        var bytes = state.ToBytes();
        var written = seq.ToString(CultureInfo.InvariantCulture);
        if (bytes.Length <= EventJson.InlineBytes) return new Cells(Content: bytes, Hash: written);
        var name = "state/" + Hashing.Of(bytes);
        await blobs.PutAsync(name, bytes, ct);
        return new Cells(name, Hash: written);
    }

    private async Task<byte[]> BodyAsync(Row row, CancellationToken ct) => row.Cells.Content ?? await BlobAsync(row.Cells.Json!, ct);

    private async Task<byte[]> BlobAsync(string name, CancellationToken ct) =>
        await blobs.GetAsync(name, ct) ?? throw new StoreBusyException($"Blob {name} is not there although a row names it; it was written first, so the store lags.");

    /// <summary>Whether an exception says that a row of a log is no event: somebody wrote to the store beside the program.</summary>
    public static bool IsBroken(Exception e) => e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException;

    private Task<Event> ReadAsync(Row row, CancellationToken ct) => ThreadRows.EventAsync(row, blobs, ct);
}

/// <summary>A thread as read: what a commit is conditional on.</summary>
public sealed record Snapshot(Head Head, string? HeadETag, State State)
{
    /// <summary>Blob of a state that is too large for a row.</summary>
    public string? StateBlob { get; init; }
}

/// <summary>What a commit left behind.</summary>
public sealed record Committed(Snapshot Snapshot, IReadOnlyList<Event> Events, ImmutableArray<Outgoing> Sends);

public enum DoorOutcome { Taken, Duplicate, OtherContent }

/// <summary>What the door made of a delivery, and the id of the message that was taken under it.</summary>
public sealed record DoorResult(DoorOutcome Outcome, string MessageId);

using System.Collections.Concurrent;
using FunctionsAgent.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace FunctionsAgent.Queues;

/// <summary>
/// Queues with sessions on the embedded store, with the semantics of Service Bus that the pipeline uses: first in, first out
/// in a session, one holder at a time, peek-lock with renewal, delivery count, dead-letter queue, schedule. Sends and
/// settlements share the writer, and its syncs to disk, with the tables.
/// </summary>
public sealed class SqliteQueues : IQueueSender, IQueueReceiver, IQueueDepths, IDisposable
{
    private readonly ConcurrentDictionary<string, Waiters> _waiters = new(StringComparer.Ordinal);
    private readonly SqliteDatabase _database;
    private readonly QueueRows _rows;
    private readonly QueueAlarm _alarm;
    private readonly TimeProvider _time;

    public SqliteQueues(SqliteDatabase database, TimeProvider time, SqliteQueueOptions? options = null, ILogger<SqliteQueues>? log = null)
    {
        (_database, _time) = (database, time);
        _rows = new(options ?? new(), time);
        _alarm = new(time, LookAsync, log ?? NullLogger<SqliteQueues>.Instance);
        database.Setup(c =>
        {
            _rows.Create(c);
            if (options is { Sole: true }) c.Run(QueueSchema.FreeAll);
            return true;
        });
    }

    /// <inheritdoc />
    /// <exception cref="LimitException">The envelope is over <see cref="Envelope.MaxBytes"/>, or session or queue are not ones Service Bus would take.</exception>
    public async Task SendAsync(string queue, string session, Envelope envelope, DateTimeOffset? due = null, CancellationToken ct = default) =>
        await SendAsync(queue, session, QueueLimits.Body(queue, session, envelope), due, ct);

    /// <summary>Sends any body, as a foreign sender may. At most 256 KiB of UTF-8.</summary>
    public async Task SendAsync(string queue, string session, string body, DateTimeOffset? due = null, CancellationToken ct = default)
    {
        QueueLimits.Check(queue, session, body);
        await RunAsync((c, ready) => _rows.Add(c, queue, session, body, due, ready), ct);
    }

    /// <inheritdoc />
    public async Task<Received> AcceptAsync(string queue, CancellationToken ct = default)
    {
        var waiters = WaitersOf(queue);
        if (await TryAcceptAsync(queue, waiters, ct) is { } first) return first;
        while (true)
        {
            var signalled = waiters.WaitAsync(ct);
            _alarm.Set();
            await signalled;
            try
            {
                if (await TryAcceptAsync(queue, waiters, ct) is { } received) return received;
            }
            catch (OperationCanceledException)
            {
                waiters.Signal(); // the one that woke us is meant for somebody who stays
                throw;
            }
        }
    }

    /// <inheritdoc />
    public Task CompleteAsync(Received message, CancellationToken ct = default) => RunAsync((c, ready) => _rows.Complete(c, message, ready), ct);

    /// <inheritdoc />
    public Task AbandonAsync(Received message, CancellationToken ct = default) => RunAsync((c, ready) => _rows.Abandon(c, message, ready), ct);

    /// <inheritdoc />
    public Task DeadLetterAsync(Received message, string reason, string description, CancellationToken ct = default) =>
        QueueRows.IsDeadLetters(message.Queue)
            ? Task.FromException(new InvalidOperationException($"{message.Queue}: message {message.Sequence} is a dead letter already. Complete it or abandon it."))
            : RunAsync((c, ready) => _rows.DeadLetter(c, message, reason, description, ready), ct);

    /// <inheritdoc />
    public Task<DateTimeOffset> RenewAsync(Received message, CancellationToken ct = default) => RunAsync((c, _) => _rows.Renew(c, message), ct);

    /// <inheritdoc />
    public Task<IReadOnlyList<QueueDepth>> DepthsAsync(CancellationToken ct = default) =>
        Task.FromResult(_database.Read(c => QueueDepths.Read(c, _time.GetUtcNow())));

    /// <summary>Whether no message is on a queue or under lock; what is scheduled for later stays.</summary>
    public bool IsDrained => _database.Read(c => c.Number(QueueSchema.AnyMessage)) is null;

    /// <summary>When the next scheduled message is due; null: none is scheduled.</summary>
    public DateTimeOffset? NextDue => _database.Read(c => c.Number(QueueSchema.NextDue)) is { } ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <summary>Whoever waits hears <see cref="ObjectDisposedException"/>. Locks stay until they run out.</summary>
    public void Dispose()
    {
        _alarm.Dispose();
        foreach (var waiters in _waiters.Values) waiters.Close();
    }

    private Waiters WaitersOf(string queue) => _waiters.GetOrAdd(queue, static _ => new());

    private Task<Received?> TryAcceptAsync(string queue, Waiters waiters, CancellationToken ct) => RunAsync((c, ready) =>
    {
        var next = _rows.Accept(c, queue, ready);
        if (next is null) waiters.FoundEmpty();
        return next;
    }, ct);

    private async Task RunAsync(Action<Connection, ICollection<string>> run, CancellationToken ct) => await RunAsync((c, ready) =>
    {
        run(c, ready);
        return true;
    }, ct);

    // Runs on the writer; once the commit is durable, wakes one receiver for each session that became free.
    private async Task<T> RunAsync<T>(Func<Connection, ICollection<string>, T> run, CancellationToken ct)
    {
        var ready = new List<string>(1);
        var result = await _database.WriteAsync(c => run(c, ready), ct);
        foreach (var queue in ready) WaitersOf(queue).Signal();
        return result;
    }

    // The alarm's look: is anything due, and when will the next thing be? Null when nobody waits.
    private async Task<DateTimeOffset?> LookAsync()
    {
        var waiting = _waiters.Where(w => w.Value.Any).Select(w => w.Key).ToList();
        if (waiting.Count == 0) return null;

        var next = _database.Read(NextEvent);
        if (next <= _time.GetUtcNow().UtcTicks)
        {
            await RunAsync(_rows.Promote, CancellationToken.None);
            next = _database.Read(NextEvent);
        }
        // A receiver that was woken and then failed has used up its signal: somebody else gets it here.
        foreach (var queue in waiting)
            if (_database.Read(c => IsAnyFree(c, queue))) WaitersOf(queue).Signal();
        return new DateTimeOffset(next, TimeSpan.Zero);
    }

    private static long NextEvent(Connection c) =>
        Math.Min(c.Number(QueueSchema.NextDue) ?? DateTimeOffset.MaxValue.UtcTicks, c.Number(QueueSchema.NextExpiry) ?? DateTimeOffset.MaxValue.UtcTicks);

    private static bool IsAnyFree(Connection c, string queue)
    {
        using var row = c.Prepare(QueueSchema.AnyFree).Bind(queue);
        return row.Step();
    }
}

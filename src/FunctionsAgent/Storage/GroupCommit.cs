using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace FunctionsAgent.Storage;

/// <summary>
/// The one writer: operations that wait are taken together into one transaction, so that one sync to disk serves them all.
/// Each runs in a savepoint of its own: a refused one takes nothing with it. A refusal is told after the commit, too: it may
/// rest on a neighbour's write that is not durable yet. Whoever comes while nobody writes commits its own operation (and what
/// joins meanwhile) on its own thread: for a lone caller two thread switches would cost more than the sync they stand for.
/// </summary>
internal sealed partial class GroupCommit : IDisposable
{
    public const int MaxOperations = 256;

    private readonly Channel<Operation> _waiting = Channel.CreateUnbounded<Operation>();
    private readonly List<Operation> _group = new(MaxOperations);
    private readonly Lock _writing = new(); // guards the connection, the group, and taking from the channel
    private bool _closed;
    private readonly Connection _connection;
    private readonly ILogger _log;
    private readonly Thread _thread;

    public GroupCommit(Connection connection, string name, ILogger log)
    {
        _connection = connection;
        _log = log;
        _thread = new Thread(Work) { IsBackground = true, Name = $"writer {name}" };
        _thread.Start();
    }

    public Task<T> RunAsync<T>(Func<Connection, T> run, CancellationToken ct)
    {
        if (ct.IsCancellationRequested) return Task.FromCanceled<T>(ct);
        var operation = new Operation<T>(run, ct);
        if (CommitHere(operation) || _waiting.Writer.TryWrite(operation)) return operation.Task;
        return Task.FromException<T>(new ObjectDisposedException(nameof(SqliteDatabase)));
    }

    /// <summary>Takes nothing more, commits what waits, then closes the connection.</summary>
    public void Dispose()
    {
        if (_waiting.Writer.TryComplete()) _thread.Join();
    }

    private void Work()
    {
        while (_waiting.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
            lock (_writing) CommitGroup(null);
        lock (_writing)
        {
            _closed = true;
            _connection.Dispose();
        }
    }

    private bool CommitHere(Operation operation)
    {
        if (!_writing.TryEnter()) return false;
        try
        {
            // Who waits already goes first, with the writer thread.
            if (_closed || _waiting.Reader.TryPeek(out _)) return false;
            CommitGroup(operation);
            return true;
        }
        finally
        {
            _writing.Exit();
        }
    }

    private void CommitGroup(Operation? first)
    {
        _group.Clear();
        if (first is null ? !_waiting.Reader.TryPeek(out _) : !Start(first)) return;
        var begun = false;
        try
        {
            _connection.Run("BEGIN IMMEDIATE");
            begun = true;
            if (first is not null) Isolate(first);
            while (Next() is { } operation) Isolate(operation);
            _connection.Run("COMMIT");
        }
        catch (Exception e)
        {
            FailGroup(e as StoreBusyException ?? new StoreBusyException($"The group of this write could not be committed: {e.Message} Try again.", e), begun);
            return;
        }
        foreach (var operation in _group) operation.Publish();
    }

    private Operation? Next()
    {
        while (_group.Count < MaxOperations && _waiting.Reader.TryRead(out var operation))
            if (Start(operation)) return operation;
        return null;
    }

    private bool Start(Operation operation)
    {
        if (!operation.TryStart()) return false;
        _group.Add(operation);
        return true;
    }

    private void Isolate(Operation operation)
    {
        _connection.Run("SAVEPOINT operation");
        try
        {
            operation.Run(_connection);
        }
        catch (Exception e) when (e is not StoreBusyException)
        {
            operation.Refusal = e;
            _connection.Run("ROLLBACK TO operation");
        }
        _connection.Run("RELEASE operation");
    }

    private void FailGroup(StoreBusyException reason, bool begun)
    {
        // A failed BEGIN has already kept everybody waiting for the busy timeout: they hear of it now, not one by one.
        if (!begun) while (Next() is not null) { }
        Log.GroupFailed(_log, reason, _group.Count, reason.Message);
        Rollback();
        foreach (var operation in _group) operation.Fail(reason);
    }

    private void Rollback()
    {
        if (_connection.AutoCommit) return;
        try
        {
            _connection.Run("ROLLBACK");
        }
        catch (Exception e)
        {
            Log.RollbackFailed(_log, e);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{Operations} writes failed together: {Reason}")]
        public static partial void GroupFailed(ILogger log, Exception exception, int operations, string reason);

        [LoggerMessage(2, LogLevel.Error, "Rolling back failed; the next group tries again")]
        public static partial void RollbackFailed(ILogger log, Exception exception);
    }
}

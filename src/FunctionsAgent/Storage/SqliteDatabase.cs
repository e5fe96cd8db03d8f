using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace FunctionsAgent.Storage;

/// <summary>How the file is kept.</summary>
/// <param name="Full">True: a commit is on the disk when it returns (synchronous FULL). False: power loss may take the last commits, a dying process does not (NORMAL).</param>
/// <param name="BusyTimeout">How long another connection's lock is waited for before <see cref="StoreBusyException"/>; default 5 s.</param>
public sealed record SqliteOptions(bool Full = true, TimeSpan? BusyTimeout = null);

/// <summary>
/// The one file of the embedded store: one writer with group commit (see <see cref="GroupCommit"/>), readers beside it that
/// never wait for it (write-ahead log). Tables and queues share it, and with it the writer.
/// </summary>
public sealed class SqliteDatabase : IDisposable
{
    internal const int SchemaVersion = 1;

    private readonly ConcurrentStack<Connection> _readers = [];
    private readonly GroupCommit _writer;
    private readonly TimeSpan _busyTimeout;
    private readonly string _file;
    private volatile bool _disposed;

    public SqliteDatabase(string file, SqliteOptions? options = null, ILogger<SqliteDatabase>? log = null)
    {
        _file = file;
        _busyTimeout = options?.BusyTimeout ?? TimeSpan.FromSeconds(5);
        var synchronous = options?.Full ?? true ? "FULL" : "NORMAL";
        // What is erased is overwritten in the file, not only unlinked.
        // Pages of 8 KiB: a head or an event then lies in one page; measured 1.4 to 2 times the commits of the default 4 KiB.
        var connection = Connection.Open(file, _busyTimeout, $"""
            PRAGMA page_size=8192; PRAGMA journal_mode=WAL; PRAGMA synchronous={synchronous}; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-65536;
            PRAGMA secure_delete=ON; PRAGMA wal_autocheckpoint=4000; PRAGMA journal_size_limit=67108864;
            """);
        try
        {
            CheckVersion(connection, file);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
        _writer = new(connection, Path.GetFileName(file), log ?? NullLogger<SqliteDatabase>.Instance);
    }

    /// <summary>Runs on the writer, in a savepoint of its own; the task ends after the commit. Throws <see cref="StoreBusyException"/>.</summary>
    internal Task<T> WriteAsync<T>(Func<Connection, T> run, CancellationToken ct = default) => _writer.RunAsync(run, ct);

    /// <summary>For constructors: creates what is missing.</summary>
    internal T Setup<T>(Func<Connection, T> run) => WriteAsync(run).GetAwaiter().GetResult();

    /// <summary>Runs at once on a read connection. Throws <see cref="StoreBusyException"/>.</summary>
    internal T Read<T>(Func<Connection, T> read)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (!_readers.TryPop(out var connection))
            connection = Connection.Open(_file, _busyTimeout, "PRAGMA query_only=1; PRAGMA temp_store=MEMORY;");
        try
        {
            return read(connection);
        }
        finally
        {
            if (_disposed) connection.Dispose();
            else _readers.Push(connection);
        }
    }

    /// <summary>Moves what the write-ahead log holds into the file and empties it: until then it shows what was there before. Throws <see cref="StoreBusyException"/>.</summary>
    internal void Checkpoint()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        using var connection = Connection.Open(_file, _busyTimeout, "PRAGMA secure_delete=ON;");
        // 1 where a reader or writer did not let go within the patience.
        if (connection.Number("PRAGMA wal_checkpoint(TRUNCATE)") is not 0) throw new StoreBusyException($"{Path.GetFileName(_file)}: the write-ahead log is in use and could not be emptied.");
    }

    /// <summary>Commits what waits, then closes the file.</summary>
    public void Dispose()
    {
        _writer.Dispose();
        _disposed = true;
        while (_readers.TryPop(out var connection)) connection.Dispose();
    }

    private static void CheckVersion(Connection connection, string file)
    {
        var version = connection.Number("PRAGMA user_version") ?? 0;
        if (version > SchemaVersion)
            throw new InvalidDataException($"{file} was written by a newer version (schema {version}); this one knows schema {SchemaVersion}. Start the newer version, or give another data directory.");
        if (version < SchemaVersion) connection.Script($"PRAGMA user_version={SchemaVersion}");
    }
}

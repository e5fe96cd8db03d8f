using SQLitePCL;

namespace FunctionsAgent.Storage;

/// <summary>One SQLite connection with the statements it has prepared. Used by one thread at a time.</summary>
internal sealed class Connection : IDisposable
{
    private readonly sqlite3 _database;
    private readonly string _file;
    private readonly Dictionary<string, Statement> _statements = [];

    private Connection(sqlite3 database, string file) => (_database, _file) = (database, file);

    /// <summary>No statement holds a transaction open.</summary>
    public bool AutoCommit => raw.sqlite3_get_autocommit(_database) != 0;

    public long LastRow => raw.sqlite3_last_insert_rowid(_database);

    public static Connection Open(string file, TimeSpan busyTimeout, string pragmas, bool create = true)
    {
        Batteries_V2.Init();
        // No mutex: a connection is never used by two threads at once, the pool and the writer see to that.
        var code = raw.sqlite3_open_v2(file, out var database, raw.SQLITE_OPEN_READWRITE | (create ? raw.SQLITE_OPEN_CREATE : 0) | raw.SQLITE_OPEN_NOMUTEX, null);
        try
        {
            SqliteErrors.Check(code, database, file);
            SqliteErrors.Check(raw.sqlite3_busy_timeout(database, (int)busyTimeout.TotalMilliseconds), database, file);
            SqliteErrors.Check(raw.sqlite3_exec(database, pragmas), database, file);
            return new(database, file);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>The statement, prepared once. Dispose it (or let it run to its end) to reset it.</summary>
    public Statement Prepare(string sql)
    {
        if (_statements.TryGetValue(sql, out var known)) return known.Rewind();
        SqliteErrors.Check(raw.sqlite3_prepare_v3(_database, sql, raw.SQLITE_PREPARE_PERSISTENT, out var handle), _database, _file);
        return _statements[sql] = new(handle, _database, _file);
    }

    public int Run(string sql) => Prepare(sql).Run();

    /// <summary>Several statements that are needed once.</summary>
    public void Script(string sql) => SqliteErrors.Check(raw.sqlite3_exec(_database, sql), _database, _file);

    public long? Number(string sql)
    {
        using var statement = Prepare(sql);
        return statement.Step() && !statement.IsNull(0) ? statement.Integer(0) : null;
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values) statement.Close();
        _statements.Clear();
        _database.Dispose();
    }
}

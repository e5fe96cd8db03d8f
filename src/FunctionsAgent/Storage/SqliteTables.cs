using System.Globalization;

namespace FunctionsAgent.Storage;

/// <summary><see cref="ITables"/> in one SQLite table, with the limits of Azure Table Storage.</summary>
public sealed class SqliteTables : ITables
{
    private const string Schema = """
        CREATE TABLE IF NOT EXISTS rows(
            tbl TEXT NOT NULL, pk TEXT NOT NULL, rk TEXT NOT NULL, ver INTEGER NOT NULL,
            json TEXT, content BLOB, salt BLOB, hash TEXT,
            PRIMARY KEY(tbl, pk, rk)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS openings(n INTEGER PRIMARY KEY AUTOINCREMENT);
        DELETE FROM openings;
        INSERT INTO openings DEFAULT VALUES;
        """;

    private const string Get = "SELECT rk, ver, json, content, salt, hash FROM rows WHERE tbl=? AND pk=? AND rk=?";
    private const string Range = "SELECT rk, ver, json, content, salt, hash FROM rows WHERE tbl=? AND pk=? AND rk>=? AND rk<? ORDER BY rk LIMIT ?";
    private const string Version = "SELECT ver FROM rows WHERE tbl=? AND pk=? AND rk=?";
    private const string Insert = "INSERT INTO rows(tbl, pk, rk, ver, json, content, salt, hash) VALUES(?,?,?,?,?,?,?,?) ON CONFLICT DO NOTHING";
    private const string Upsert = "INSERT OR REPLACE INTO rows(tbl, pk, rk, ver, json, content, salt, hash) VALUES(?,?,?,?,?,?,?,?)";
    private const string Update = "UPDATE rows SET ver=?, json=?, content=?, salt=?, hash=? WHERE tbl=? AND pk=? AND rk=? AND ver=?";
    private const string Delete = "DELETE FROM rows WHERE tbl=? AND pk=? AND rk=?";
    private const string DeleteVersion = Delete + " AND ver=?";

    private readonly SqliteDatabase _database;
    private long _version; // touched by the writer thread alone

    public SqliteTables(SqliteDatabase database)
    {
        _database = database;
        // A version never comes back, not even after a delete and a restart: each opening counts in a range of its own.
        _version = database.Setup(c =>
        {
            c.Script(Schema);
            return c.LastRow << 40;
        });
    }

    public Task ForgetAsync(CancellationToken ct = default) => Task.Run(_database.Checkpoint, ct);

    public Task<Row?> GetAsync(string table, string partition, string key, CancellationToken ct = default) => Now(c =>
    {
        TableLimits.Address(table, partition, key);
        using var rows = c.Prepare(Get).Bind(table).Bind(partition).Bind(key);
        return rows.Step() ? ReadRow(rows) : null;
    }, ct);

    public Task<IReadOnlyList<Row>> RangeAsync(string table, string partition, string from, string to, int take, CancellationToken ct = default) => Now(c =>
    {
        TableLimits.Address(table, partition);
        var found = new List<Row>();
        using var rows = c.Prepare(Range).Bind(table).Bind(partition).Bind(from).Bind(to).Bind(Math.Max(take, 0));
        while (rows.Step()) found.Add(ReadRow(rows));
        return (IReadOnlyList<Row>)found;
    }, ct);

    public Task<IReadOnlyList<string>> CommitAsync(string table, string partition, IReadOnlyList<Write> writes, CancellationToken ct = default)
    {
        try
        {
            TableLimits.Check(table, partition, writes);
        }
        catch (LimitException e)
        {
            return Task.FromException<IReadOnlyList<string>>(e);
        }
        return _database.WriteAsync<IReadOnlyList<string>>(c =>
        {
            var etags = new string[writes.Count];
            for (var i = 0; i < etags.Length; i++) etags[i] = Apply(c, table, partition, writes[i]);
            return etags;
        }, ct);
    }

    private string Apply(Connection c, string table, string partition, Write write)
    {
        if (write.Kind == WriteKind.Delete)
        {
            if (Remove(c, table, partition, write) == 0) throw Conflict(c, table, partition, write);
            return "";
        }

        var version = ++_version;
        if (Put(c, table, partition, write, version) == 0) throw Conflict(c, table, partition, write);
        return version.ToString(CultureInfo.InvariantCulture);
    }

    private static int Put(Connection c, string table, string partition, Write write, long version)
    {
        var (json, content, salt, hash) = write.Cells;
        if (write.Kind != WriteKind.Update)
            return c.Prepare(write.Kind == WriteKind.Insert ? Insert : Upsert).Bind(table).Bind(partition).Bind(write.Key).Bind(version)
                .Bind(json).Bind(content).Bind(salt).Bind(hash).Run();

        if (!TryVersion(write.ETag, out var expected)) return 0;
        return c.Prepare(Update).Bind(version).Bind(json).Bind(content).Bind(salt).Bind(hash)
            .Bind(table).Bind(partition).Bind(write.Key).Bind(expected).Run();
    }

    private static int Remove(Connection c, string table, string partition, Write write)
    {
        if (write.ETag is null) return c.Prepare(Delete).Bind(table).Bind(partition).Bind(write.Key).Run();
        if (!TryVersion(write.ETag, out var expected)) return 0;
        return c.Prepare(DeleteVersion).Bind(table).Bind(partition).Bind(write.Key).Bind(expected).Run();
    }

    private static ConflictException Conflict(Connection c, string table, string partition, Write write)
    {
        using var found = c.Prepare(Version).Bind(table).Bind(partition).Bind(write.Key);
        var present = found.Step() ? $"has version {found.Integer(0)}" : "is not there";
        var wanted = write.Kind == WriteKind.Insert ? "an insert wants it absent" : $"the {(write.Kind == WriteKind.Update ? "update" : "delete")} wants {write.ETag ?? "any version"}";
        return new($"{table}/{partition}/{write.Key} {present}; {wanted}. Nothing of the transaction is kept: read again and decide again.");
    }

    private static bool TryVersion(string? etag, out long version) => long.TryParse(etag, NumberStyles.None, CultureInfo.InvariantCulture, out version);

    private static Row ReadRow(Statement rows) => new(rows.Text(0), rows.Integer(1).ToString(CultureInfo.InvariantCulture),
        new(rows.TextOrNull(2), rows.BlobOrNull(3), rows.BlobOrNull(4), rows.TextOrNull(5)));

    // A read takes microseconds: a thread switch would cost more than it frees.
    private Task<T> Now<T>(Func<Connection, T> read, CancellationToken ct)
    {
        if (ct.IsCancellationRequested) return Task.FromCanceled<T>(ct);
        try
        {
            return Task.FromResult(_database.Read(read));
        }
        catch (Exception e)
        {
            return Task.FromException<T>(e);
        }
    }
}

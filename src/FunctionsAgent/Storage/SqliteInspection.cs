using Microsoft.Data.Sqlite;

namespace FunctionsAgent.Storage;

/// <summary>What an embedded store's file is like, read beside whoever uses it.</summary>
/// <param name="Unreadable">Why nothing else could be read; null: it could.</param>
/// <param name="KnownSchema">The newest schema this program reads.</param>
/// <param name="Damage">What SQLite's own integrity check found; empty: nothing.</param>
/// <param name="Messages">By queue, dead-letter queues by their own names.</param>
/// <param name="Stranded">Messages without a session, and sessions without their message.</param>
/// <param name="Parked">Not sent again yet.</param>
public sealed record SqliteInspection(
    string? Unreadable, long Schema, long KnownSchema, IReadOnlyList<string> Damage, IReadOnlyList<(string Queue, long Count)> Messages, long Scheduled, long Stranded, long Parked)
{
    private const int MostDamages = 20;

    /// <summary>Writes nothing. A file that is none of ours is an answer, not an exception.</summary>
    public static SqliteInspection Of(string file)
    {
        try
        {
            using var connection = Connection.Open(file, TimeSpan.FromSeconds(5), "PRAGMA query_only=1; PRAGMA temp_store=MEMORY;", create: false);
            var schema = connection.Number("PRAGMA user_version") ?? 0;
            var damage = Texts(connection, $"PRAGMA integrity_check({MostDamages})").Where(line => line != "ok").ToList();
            if (damage.Count > 0 || schema > SqliteDatabase.SchemaVersion) return new(null, schema, SqliteDatabase.SchemaVersion, damage, [], 0, 0, 0);
            return new(null, schema, SqliteDatabase.SchemaVersion, [], Queues(connection),
                Count(connection, "scheduled", "SELECT count(*) FROM scheduled"),
                Count(connection, "sessions", """
                    SELECT (SELECT count(*) FROM messages m WHERE m.queue NOT LIKE '%/$DeadLetterQueue' AND NOT EXISTS (SELECT 1 FROM sessions s WHERE s.queue=m.queue AND s.key=m.session))
                         + (SELECT count(*) FROM sessions s WHERE NOT EXISTS (SELECT 1 FROM messages m WHERE m.seq=s.first_seq))
                    """),
                Count(connection, "rows", "SELECT count(*) FROM rows WHERE tbl='Parked' AND json_extract(json, '$.requeuedBy') IS NULL"));
        }
        catch (Exception e) when (e is SqliteException or StoreBusyException)
        {
            return new(e.Message, 0, SqliteDatabase.SchemaVersion, [], [], 0, 0, 0);
        }
    }

    private static List<(string, long)> Queues(Connection connection)
    {
        var found = new List<(string, long)>();
        if (!Exists(connection, "messages")) return found;
        using var rows = connection.Prepare("SELECT queue, count(*) FROM messages GROUP BY queue");
        while (rows.Step()) found.Add((rows.Text(0), rows.Integer(1)));
        return found;
    }

    private static List<string> Texts(Connection connection, string sql)
    {
        var found = new List<string>();
        using var rows = connection.Prepare(sql);
        while (rows.Step()) found.Add(rows.Text(0));
        return found;
    }

    /// <summary>A file that was just made may lack a table.</summary>
    private static long Count(Connection connection, string table, string sql) => Exists(connection, table) ? connection.Number(sql) ?? 0 : 0;

    private static bool Exists(Connection connection, string table)
    {
        using var rows = connection.Prepare("SELECT 1 FROM sqlite_schema WHERE type='table' AND name=?").Bind(table);
        return rows.Step();
    }
}

namespace FunctionsAgent.Queues;

/// <summary>
/// The tables of the queues. A session has a row as long as it has messages: it names the first of them, how often that one
/// was delivered, and who holds it. Accepting looks at sessions only, through an index of the free ones, so it costs the
/// same whatever lies behind a locked session. In a dead-letter queue each message has a session row of its own.
/// </summary>
internal static class QueueSchema
{
    public const string Create = """
        CREATE TABLE IF NOT EXISTS messages(
            seq INTEGER PRIMARY KEY AUTOINCREMENT, queue TEXT NOT NULL, session TEXT NOT NULL, body TEXT NOT NULL,
            enqueued INTEGER NOT NULL, properties TEXT);
        CREATE INDEX IF NOT EXISTS messages_session ON messages(queue, session, seq);
        CREATE TABLE IF NOT EXISTS sessions(
            queue TEXT NOT NULL, key TEXT NOT NULL, first_seq INTEGER NOT NULL, deliveries INTEGER NOT NULL,
            turn INTEGER NOT NULL, lock BLOB, locked_until INTEGER,
            PRIMARY KEY(queue, key)) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS sessions_free ON sessions(queue, turn) WHERE lock IS NULL;
        CREATE INDEX IF NOT EXISTS sessions_locked ON sessions(locked_until) WHERE lock IS NOT NULL;
        CREATE TABLE IF NOT EXISTS scheduled(
            id INTEGER PRIMARY KEY AUTOINCREMENT, due INTEGER NOT NULL, queue TEXT NOT NULL, session TEXT NOT NULL, body TEXT NOT NULL);
        CREATE INDEX IF NOT EXISTS scheduled_due ON scheduled(due, id);
        """;

    public const string LastTurn = "SELECT max(turn) FROM sessions";

    public const string AddMessage = "INSERT INTO messages(queue, session, body, enqueued) VALUES(?,?,?,?)";
    public const string AddSession = "INSERT INTO sessions(queue, key, first_seq, deliveries, turn) VALUES(?,?,?,0,?) ON CONFLICT DO NOTHING";
    public const string AddScheduled = "INSERT INTO scheduled(due, queue, session, body) VALUES(?,?,?,?)";

    public const string Due = "SELECT id, due, queue, session, body FROM scheduled WHERE due<=? ORDER BY due, id LIMIT 256";
    public const string RemoveScheduled = "DELETE FROM scheduled WHERE id=?";
    public const string Expire = "UPDATE sessions SET lock=NULL, locked_until=NULL WHERE lock IS NOT NULL AND locked_until<=? RETURNING queue";

    public const string FreeAll = "UPDATE sessions SET lock=NULL, locked_until=NULL WHERE lock IS NOT NULL";

    public const string LockNext = """
        UPDATE sessions SET lock=?1, locked_until=?2, deliveries=deliveries+1
        WHERE queue=?3 AND key=(SELECT key FROM sessions WHERE queue=?3 AND lock IS NULL ORDER BY turn LIMIT 1)
        RETURNING key, first_seq, deliveries
        """;

    public const string Message = "SELECT session, body, enqueued, properties FROM messages WHERE seq=?";
    public const string Held = "SELECT 1 FROM sessions WHERE queue=? AND key=? AND first_seq=? AND lock=? AND locked_until>?";
    public const string Renew = "UPDATE sessions SET locked_until=? WHERE queue=? AND key=?";
    public const string Free = "UPDATE sessions SET lock=NULL, locked_until=NULL, turn=? WHERE queue=? AND key=?";
    public const string Remove = "DELETE FROM messages WHERE seq=?";
    public const string Following = "SELECT seq FROM messages WHERE queue=? AND session=? ORDER BY seq LIMIT 1";
    public const string Advance = "UPDATE sessions SET first_seq=?, deliveries=0, lock=NULL, locked_until=NULL, turn=? WHERE queue=? AND key=?";
    public const string RemoveSession = "DELETE FROM sessions WHERE queue=? AND key=?";
    public const string Bury = "UPDATE messages SET queue=?, properties=? WHERE seq=?";

    public const string NextDue = "SELECT min(due) FROM scheduled";
    public const string NextExpiry = "SELECT min(locked_until) FROM sessions WHERE lock IS NOT NULL";
    public const string AnyFree = "SELECT 1 FROM sessions WHERE queue=? AND lock IS NULL LIMIT 1";

    public const string AnyMessage = "SELECT 1 FROM messages LIMIT 1";
    public const string CountMessages = "SELECT queue, count(*) FROM messages GROUP BY queue";
    public const string CountScheduled = "SELECT queue, count(*) FROM scheduled GROUP BY queue";
    public const string CountLocked = "SELECT queue, count(*) FROM sessions WHERE lock IS NOT NULL AND locked_until>? GROUP BY queue";
    public const string Oldest = "SELECT s.queue, m.enqueued FROM (SELECT queue, min(first_seq) AS seq FROM sessions GROUP BY queue) s JOIN messages m ON m.seq=s.seq";
}

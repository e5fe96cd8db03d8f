namespace FunctionsAgent.Storage;

/// <summary>Copies of an embedded store's file, and looking into one.</summary>
public static class SqliteBackup
{
    /// <summary>
    /// One moment of the file in a new one, while others write to it: one read transaction, whatever it takes.
    /// Throws <see cref="StoreBusyException"/> or <see cref="Microsoft.Data.Sqlite.SqliteException"/>.
    /// </summary>
    public static void Copy(string file, string target)
    {
        using var connection = Connection.Open(file, TimeSpan.FromSeconds(30), "PRAGMA temp_store=FILE;", create: false);
        using var copy = connection.Prepare("VACUUM INTO ?").Bind(target);
        copy.Run();
    }

    /// <summary>Every thread that has a row.</summary>
    public static IReadOnlyList<string> Threads(string file) => Texts(file, "SELECT DISTINCT pk FROM rows WHERE tbl='Conversations'");

    /// <summary>Blobs that states lie in: nothing else tells that one is missing before it is needed.</summary>
    public static IReadOnlyList<string> StateBlobs(string file) => Texts(file, "SELECT json FROM rows WHERE tbl='Conversations' AND rk='state' AND json IS NOT NULL");

    private static List<string> Texts(string file, string sql)
    {
        using var connection = Connection.Open(file, TimeSpan.FromSeconds(5), "PRAGMA query_only=1;", create: false);
        using var rows = connection.Prepare(sql);
        var found = new List<string>();
        while (rows.Step()) found.Add(rows.Text(0));
        return found;
    }
}

using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace FunctionsAgent.Storage;

/// <summary>Which result codes of SQLite mean "not now" and which mean "never".</summary>
internal static class SqliteErrors
{
    /// <summary>Throws unless the call went well: <see cref="StoreBusyException"/> for what passes, <see cref="SqliteException"/> for what does not.</summary>
    public static void Check(int code, sqlite3 database, string file)
    {
        if (code is not (raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE)) throw From(code, database, file);
    }

    public static Exception From(int code, sqlite3 database, string file)
    {
        var extended = raw.sqlite3_extended_errcode(database);
        var inner = new SqliteException($"SQLite error {code}/{extended}: {raw.sqlite3_errmsg(database).utf8_to_string()}", code, extended);
        return Cause(code & 0xFF) is { } cause
            ? new StoreBusyException($"{file}: {cause}. Nothing of this call is kept unless a commit was already under way; try again.", inner)
            : inner;
    }

    private static string? Cause(int code) => code switch
    {
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_PROTOCOL => "locked by another connection longer than the busy timeout",
        raw.SQLITE_FULL => "the disk (or the page limit of the database) is full",
        raw.SQLITE_IOERR => "the disk failed to read or write",
        raw.SQLITE_READONLY => "the file has become read-only",
        raw.SQLITE_CANTOPEN => "the file or its journal cannot be opened",
        raw.SQLITE_NOMEM => "out of memory",
        raw.SQLITE_INTERRUPT => "interrupted",
        _ => null,
    };
}

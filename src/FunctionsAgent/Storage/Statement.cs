using System.Text;
using SQLitePCL;

namespace FunctionsAgent.Storage;

/// <summary>
/// A prepared statement that its connection keeps. Parameters are bound in order; disposing resets it for the next use,
/// which ends its read transaction. Works on the native interface: this is the hot path, and a command object with
/// its parameters costs more than the statement itself.
/// </summary>
internal sealed class Statement(sqlite3_stmt handle, sqlite3 database, string file) : IDisposable
{
    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);

    private byte[] _buffer = new byte[256];
    private int _next = 1;

    /// <summary>Binding starts over; the last use may have failed half-way.</summary>
    public Statement Rewind()
    {
        _next = 1;
        return this;
    }

    public Statement Bind(string? text)
    {
        if (text is null) return Bound(raw.sqlite3_bind_null(handle, _next));
        if (text.Length == 0) return Bound(raw.sqlite3_bind_text(handle, _next, string.Empty));
        var room = Utf8.GetMaxByteCount(text.Length);
        if (_buffer.Length < room) _buffer = new byte[room];
        return Bound(raw.sqlite3_bind_text(handle, _next, _buffer.AsSpan(0, Encode(text))));
    }

    public Statement Bind(long number) => Bound(raw.sqlite3_bind_int64(handle, _next, number));

    public Statement Bind(byte[]? bytes) => Bound(bytes switch
    {
        null => raw.sqlite3_bind_null(handle, _next),
        [] => raw.sqlite3_bind_zeroblob(handle, _next, 0),
        _ => raw.sqlite3_bind_blob(handle, _next, bytes),
    });

    /// <summary>True while there is a row.</summary>
    public bool Step()
    {
        var code = raw.sqlite3_step(handle);
        if (code == raw.SQLITE_ROW) return true;
        SqliteErrors.Check(code, database, file);
        return false;
    }

    /// <summary>Runs it to its end and answers how many rows it changed.</summary>
    public int Run()
    {
        try
        {
            while (Step()) { }
            return raw.sqlite3_changes(database);
        }
        finally
        {
            Dispose();
        }
    }

    public bool IsNull(int column) => raw.sqlite3_column_type(handle, column) == raw.SQLITE_NULL;
    public long Integer(int column) => raw.sqlite3_column_int64(handle, column);
    public string Text(int column) => Utf8.GetString(raw.sqlite3_column_blob(handle, column));
    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);
    public byte[]? BlobOrNull(int column) => IsNull(column) ? null : raw.sqlite3_column_blob(handle, column).ToArray();

    // The reset repeats the code of the last step, which has been told already.
    public void Dispose() => _ = raw.sqlite3_reset(handle);

    public void Close() => handle.Dispose();

    private Statement Bound(int code)
    {
        SqliteErrors.Check(code, database, file);
        _next++;
        return this;
    }

    private int Encode(string text)
    {
        try
        {
            return Utf8.GetBytes(text, _buffer);
        }
        catch (EncoderFallbackException e)
        {
            throw new LimitException($"{file}: a text of {text.Length:N0} characters has half a surrogate pair at {e.Index:N0}; it would not be read back as it was.");
        }
    }
}

using System.Text;

namespace FunctionsAgent.Storage;

/// <summary>
/// The limits of Azure Table Storage, checked by us before the wire on every store: SQLite has none of them and
/// Azurite does not enforce them all, so a row that only fails in production would otherwise pass every test.
/// </summary>
public static class TableLimits
{
    public const int TransactionRows = 100;
    public const int TransactionBytes = 4 * 1024 * 1024;
    public const int RowBytes = 1024 * 1024;
    public const int StringCharacters = 32 * 1024;
    public const int BinaryBytes = 64 * 1024;
    public const int KeyBytes = 1024;

    /// <summary>Throws <see cref="LimitException"/> when Azure would refuse the transaction.</summary>
    public static void Check(string table, string partition, IReadOnlyList<Write> writes)
    {
        Key(table, "partition key", partition);
        if (writes.Count == 0) throw new LimitException($"{table}: a transaction without writes.");
        if (writes.Count > TransactionRows)
            throw new LimitException($"{table}/{partition}: {writes.Count} rows in one transaction, the limit is {TransactionRows}.");

        var seen = new HashSet<string>(writes.Count, StringComparer.Ordinal);
        long total = 0;
        foreach (var write in writes)
        {
            Key(table, "row key", write.Key);
            if (!seen.Add(write.Key)) throw new LimitException($"{table}/{partition}: row {write.Key} occurs twice in one transaction.");
            total += Size(table, partition, write);
        }
        if (total > TransactionBytes)
            throw new LimitException($"{table}/{partition}: {total:N0} bytes in one transaction, the limit is {TransactionBytes:N0}.");
    }

    /// <summary>Throws <see cref="LimitException"/> for a key Azure would refuse: control characters, / \ # ?, over 1 KiB.</summary>
    public static void Key(string table, string what, string key)
    {
        foreach (var c in key)
            if (c is '/' or '\\' or '#' or '?' || char.IsControl(c))
                throw new LimitException($"{table}: {what} contains U+{(int)c:X4}; / \\ # ? and control characters are not allowed, hash the id.");
        if (Encoding.UTF8.GetByteCount(key) > KeyBytes)
            throw new LimitException($"{table}: {what} of {Encoding.UTF8.GetByteCount(key):N0} bytes, the limit is {KeyBytes:N0}.");
    }

    private static long Size(string table, string partition, Write write)
    {
        var (json, content, salt, hash) = write.Cells;
        if (json?.Length > StringCharacters)
            throw new LimitException($"{table}/{partition}/{write.Key}: Json has {json.Length:N0} characters, the limit is {StringCharacters:N0}.");
        if (content?.Length > BinaryBytes)
            throw new LimitException($"{table}/{partition}/{write.Key}: Content has {content.Length:N0} bytes, the limit is {BinaryBytes:N0}.");

        // Azure counts UTF-16 strings, names and 8 bytes a property; a generous estimate is enough for a limit of 1 MiB.
        long size = 4 + 2L * (partition.Length + write.Key.Length) + 64 + 2L * (json?.Length ?? 0) + (content?.Length ?? 0) + (salt?.Length ?? 0) + 2L * (hash?.Length ?? 0);
        return size <= RowBytes ? size
            : throw new LimitException($"{table}/{partition}/{write.Key}: a row of {size:N0} bytes, the limit is {RowBytes:N0}.");
    }
}

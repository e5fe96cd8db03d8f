namespace FunctionsAgent.Storage;

/// <summary>
/// The limits of Azure Table Storage, checked by us before the wire on every store: SQLite has none of them and
/// Azurite does not enforce them all, so a row that only fails in production would otherwise pass every test.
/// </summary>
public static class TableLimits
{
    public const int TransactionRows = 100;
    public const int TransactionBytes = 4 * 1024 * 1024;
    public const int StringCharacters = 32 * 1024;
    public const int BinaryBytes = 64 * 1024;
    public const int KeyBytes = 1024;
    public const int TableNameCharacters = 63;

    // A row's part of the request beside its cells: measured 560 to 700 bytes of MIME headers, URL and property names.
    private const int WireOverhead = 1024;

    /// <summary>Throws <see cref="LimitException"/> when Azure would refuse the transaction.</summary>
    public static void Check(string table, string partition, IReadOnlyList<Write> writes)
    {
        Address(table, partition);
        if (writes.Count == 0) throw new LimitException($"{table}: a transaction without writes.");
        if (writes.Count > TransactionRows)
            throw new LimitException($"{table}/{partition}: {writes.Count} rows in one transaction, the limit is {TransactionRows}.");

        var seen = new HashSet<string>(writes.Count, StringComparer.Ordinal);
        long total = 0;
        foreach (var write in writes)
        {
            Key(table, "row key", write.Key);
            if (!seen.Add(write.Key)) throw new LimitException($"{table}/{partition}: row {write.Key} occurs twice in one transaction.");
            Cells(table, partition, write);
            total += WireBytes(partition, write);
        }
        if (total > TransactionBytes)
            throw new LimitException($"{table}/{partition}: {total:N0} bytes on the wire in one transaction of {writes.Count} rows, the limit is {TransactionBytes:N0}.");
    }

    /// <summary>
    /// At most what a write takes of <see cref="TransactionBytes"/>, which Azure counts in the body of the request:
    /// binaries as base64, strings with every quote and non-ASCII character as <c>\uXXXX</c>, keys in URL and body.
    /// </summary>
    public static long WireBytes(string partition, Write write)
    {
        var (json, content, salt, hash) = write.Cells;
        return WireOverhead + 15L * (partition.Length + write.Key.Length) + Escaped(json) + Escaped(hash) + Base64(content) + Base64(salt);

        static long Base64(byte[]? bytes) => bytes is null ? 0 : (bytes.Length + 2L) / 3 * 4;
        static long Escaped(string? text)
        {
            long size = 0;
            foreach (var c in text ?? "") size += c is >= ' ' and <= '~' and not ('"' or '\\' or '&' or '\'' or '+' or '<' or '>' or '`') ? 1 : 6;
            return size;
        }
    }

    /// <summary>Throws <see cref="LimitException"/> for a table, a partition or a row that Azure cannot name.</summary>
    public static void Address(string table, string partition, string? key = null)
    {
        if (table.Length is < 3 or > TableNameCharacters || !char.IsAsciiLetter(table[0]) || !table.All(char.IsAsciiLetterOrDigit))
            throw new LimitException($"A table named \"{table}\", {table.Length:N0} characters: 3 to {TableNameCharacters} letters and digits are allowed, the first a letter.");
        Key(table, "partition key", partition);
        if (key is not null) Key(table, "row key", key);
    }

    // Control characters, / \ # ?, over 1 KiB in UTF-16; and what no URL can carry.
    private static void Key(string table, string what, string key)
    {
        foreach (var c in key)
            if (c is '/' or '\\' or '#' or '?' || char.IsControl(c))
                throw new LimitException($"{table}: {what} contains U+{(int)c:X4}; / \\ # ? and control characters are not allowed, hash the id.");
        if (2 * key.Length > KeyBytes)
            throw new LimitException($"{table}: {what} of {key.Length:N0} characters, 2 bytes each; the limit is {KeyBytes:N0} bytes.");
        Whole(table, what, key);
    }

    private static void Whole(string table, string what, string? text)
    {
        // Almost every text has none at all, and this finds out many characters at a time.
        for (var i = text.AsSpan().IndexOfAnyInRange('\ud800', '\udfff'); i >= 0 && i < text!.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                throw new LimitException($"{table}: {what} has half a surrogate pair at {i:N0}; it would not be read back as it was.");
            i++;
        }
    }

    // Azure's limit of 1 MiB a row cannot be met: four full cells are 256 KiB, keys and names 3 KiB.
    private static void Cells(string table, string partition, Write write)
    {
        var (json, content, salt, hash) = write.Cells;
        if (json?.Length > StringCharacters)
            throw new LimitException($"{table}/{partition}/{write.Key}: Json has {json.Length:N0} characters, the limit is {StringCharacters:N0}.");
        if (content?.Length > BinaryBytes)
            throw new LimitException($"{table}/{partition}/{write.Key}: Content has {content.Length:N0} bytes, the limit is {BinaryBytes:N0}.");
        if (salt?.Length > BinaryBytes)
            throw new LimitException($"{table}/{partition}/{write.Key}: Salt has {salt.Length:N0} bytes, the limit is {BinaryBytes:N0}.");
        if (hash?.Length > StringCharacters)
            throw new LimitException($"{table}/{partition}/{write.Key}: Hash has {hash.Length:N0} characters, the limit is {StringCharacters:N0}.");
        Whole($"{table}/{partition}/{write.Key}", nameof(write.Cells.Json), json);
        Whole($"{table}/{partition}/{write.Key}", nameof(write.Cells.Hash), hash);
    }
}

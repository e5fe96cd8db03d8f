namespace FunctionsAgent.Storage;

/// <summary>One row as read: its key within the partition, its version, its cells.</summary>
public sealed record Row(string Key, string ETag, Cells Cells);

/// <summary>
/// The four cells a row may have. <c>Json</c> carries what may be kept and shown (≤ 32,768 characters);
/// <c>Content</c> (≤ 64 KiB) and <c>Salt</c> what erasing a person clears; <c>Hash</c> the chain.
/// </summary>
public sealed record Cells(string? Json = null, byte[]? Content = null, byte[]? Salt = null, string? Hash = null);

public enum WriteKind { Insert, Update, Upsert, Delete }

/// <summary>One write of a transaction. A row key may occur only once in a transaction.</summary>
public sealed record Write
{
    private Write(WriteKind kind, string key, Cells cells, string? etag) => (Kind, Key, Cells, ETag) = (kind, key, cells, etag);

    public WriteKind Kind { get; }
    public string Key { get; }
    public Cells Cells { get; }

    /// <summary>The version the row must have; null on an insert or upsert, and on a delete that takes any version.</summary>
    public string? ETag { get; }

    /// <summary>Conflict if the row exists.</summary>
    public static Write Insert(string key, Cells cells) => new(WriteKind.Insert, key, cells, null);

    /// <summary>Replaces the whole row; conflict if it is gone or has another version.</summary>
    public static Write Update(string key, string etag, Cells cells) => new(WriteKind.Update, key, cells, etag);

    /// <summary>Writes the whole row whatever was there.</summary>
    public static Write Upsert(string key, Cells cells) => new(WriteKind.Upsert, key, cells, null);

    /// <summary>Conflict if the row is gone or, with an ETag, has another version.</summary>
    public static Write Delete(string key, string? etag = null) => new(WriteKind.Delete, key, new Cells(), etag);
}

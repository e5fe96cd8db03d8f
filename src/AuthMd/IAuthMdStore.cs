namespace AuthMd;

/// <summary>
/// Where registrations, hashes of secrets and keys are kept: small JSON texts under (kind, key), each with a version. Every
/// change of one entry has exactly one winner, on however many instances; nothing is asked of changes of several entries.
/// One store is one tenant: what is in it is known to whoever asks through it, whatever the issuer is called.
/// An exception passes through to the caller of the endpoint: answer it with 503.
/// </summary>
public interface IAuthMdStore
{
    /// <summary>The entry, or null.</summary>
    Task<StoredEntry?> ReadAsync(string kind, string key, CancellationToken ct);

    /// <summary>Writes an entry; durable when the task ends.</summary>
    /// <param name="etag">The version that is replaced; null: the entry must not exist.</param>
    /// <param name="until">From then on nobody needs it: it may be purged.</param>
    /// <returns>The new version; null when somebody else was faster and nothing was written.</returns>
    Task<string?> WriteAsync(string kind, string key, string? etag, string json, DateTimeOffset? until, CancellationToken ct);

    /// <summary>Removes an entry of this version; false when it has another one or is gone.</summary>
    Task<bool> DeleteAsync(string kind, string key, string etag, CancellationToken ct);

    /// <summary>All entries of a kind, in no order.</summary>
    IAsyncEnumerable<StoredEntry> ListAsync(string kind, CancellationToken ct);
}

/// <param name="Key">1 to 200 characters of A-Z a-z 0-9 - _ . :</param>
/// <param name="ETag">Version, opaque.</param>
public sealed record StoredEntry(string Key, string Json, string ETag);

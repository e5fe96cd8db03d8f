namespace AuthMd.Client;

/// <summary>Where credentials are kept between runs. They open the API to whoever reads them.</summary>
public interface ICredentialStore
{
    /// <summary>Nobody else, in this process or another, has the key until the result is disposed.</summary>
    Task<IAsyncDisposable> LockAsync(CredentialKey key, CancellationToken ct);

    /// <summary>What is kept; null: nothing. Needs no lock, and never sees half a write.</summary>
    Task<Credentials?> ReadAsync(CredentialKey key, CancellationToken ct);

    /// <summary>Keeps, all or nothing; durable when the task ends. Null removes. The caller has the lock.</summary>
    Task WriteAsync(CredentialKey key, Credentials? credentials, CancellationToken ct);
}

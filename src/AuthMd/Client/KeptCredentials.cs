namespace AuthMd.Client;

/// <summary>
/// One registration's credentials, read and changed under the store's lock. What a service tells once is held in memory until
/// the store has it, and written before anything else is done with it (specification §21).
/// </summary>
internal sealed class KeptCredentials(ICredentialStore store)
{
    private (CredentialKey Key, Credentials Value)? unsaved;

    public Task<Credentials?> PeekAsync(CredentialKey key, CancellationToken ct) => GuardAsync(() => store.ReadAsync(key, ct));

    /// <param name="work">Is alone with the credentials, and keeps by <see cref="Held.KeepAsync"/> what it changes.</param>
    public async Task<T> AloneAsync<T>(CredentialKey key, Func<Held, Task<T>> work, CancellationToken ct)
    {
        await using var alone = await GuardAsync(() => store.LockAsync(key, ct));
        var held = new Held(this, key, await GuardAsync(() => store.ReadAsync(key, ct)));
        if (unsaved is { } late && late.Key == key) await SaveLateAsync(held, late.Value);
        return await work(held);
    }

    private async Task SaveLateAsync(Held held, Credentials late)
    {
        // Somebody who changed them meanwhile knows better.
        if ((held.Now?.Revision ?? 0) == late.Revision - 1) await WriteAsync(held.Key, late);
        else unsaved = null;
        held.Now = await GuardAsync(() => store.ReadAsync(held.Key, CancellationToken.None));
    }

    private async Task WriteAsync(CredentialKey key, Credentials? credentials)
    {
        await GuardAsync(async () =>
        {
            await store.WriteAsync(key, credentials, CancellationToken.None);
            return true;
        });
        unsaved = null;
    }

    private static async Task<T> GuardAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new AuthMdClientException("storage_failed", $"The store of credentials failed; what a service told once is kept in memory and saved by the next call. {exception.Message}", inner: exception);
        }
    }

    /// <summary>The credentials, while nobody else has them.</summary>
    public sealed class Held(KeptCredentials kept, CredentialKey key, Credentials? now)
    {
        public CredentialKey Key { get; } = key;

        public Credentials? Now { get; internal set; } = now;

        /// <summary>What comes can be asked for again.</summary>
        public async Task<Credentials> KeepAsync(Credentials next)
        {
            var counted = Counted(next);
            await kept.WriteAsync(Key, counted);
            return (Now = counted)!;
        }

        /// <summary>What comes is told once: should the store fail, the next call saves it. Not to be cancelled.</summary>
        public Task<Credentials> KeepOnceToldAsync(Credentials next)
        {
            kept.unsaved = (Key, Counted(next));
            return KeepAsync(next);
        }

        public async Task RemoveAsync()
        {
            await kept.WriteAsync(Key, null);
            Now = null;
        }

        private Credentials Counted(Credentials next) => next with { Revision = (Now?.Revision ?? 0) + 1 };
    }
}

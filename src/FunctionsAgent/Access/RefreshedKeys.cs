using Microsoft.AspNetCore.DataProtection.KeyManagement;

namespace FunctionsAgent.Access;

/// <summary>
/// A key manager whose keys are read anew every ten minutes instead of once a day: of two instances that begin at the same moment
/// each makes a first key, and the one that read first must hear of the other's.
/// </summary>
internal sealed class RefreshedKeys(IKeyManager inner, TimeProvider time) : IKeyManager
{
    public static readonly TimeSpan Age = TimeSpan.FromMinutes(10);

    public IKey CreateNewKey(DateTimeOffset activationDate, DateTimeOffset expirationDate) => inner.CreateNewKey(activationDate, expirationDate);

    public IReadOnlyCollection<IKey> GetAllKeys() => inner.GetAllKeys();

    public void RevokeKey(Guid keyId, string? reason = null) => inner.RevokeKey(keyId, reason);

    public void RevokeAllKeys(DateTimeOffset revocationDate, string? reason = null) => inner.RevokeAllKeys(revocationDate, reason);

    public CancellationToken GetCacheExpirationToken()
    {
        var aged = new CancellationTokenSource(Age, time);
        var revoked = inner.GetCacheExpirationToken().UnsafeRegister(_ => aged.Cancel(), null);
        // The inner token lives as long as the process: what hangs on it must not pile up.
        aged.Token.UnsafeRegister(_ => revoked.Unregister(), null);
        return aged.Token;
    }
}

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AuthMd.Registrations;

/// <summary>
/// Registrations in the store, found by id, by claim token, by link and by refresh token. A change is decided on what was read and
/// made again when somebody else was faster, so that of two completions, or a completion and a revocation, one wins.
/// </summary>
public sealed class RegistrationStore(IAuthMdStore store)
{
    /// <summary>The kind of the store's entries; their keys are <see cref="Registration.Id"/>.</summary>
    public const string Kind = "registration";

    private const string ByClaim = "claim", ByView = "view", ByRefresh = "refresh";

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = { new JsonStringEnumConverter() } };

    public async Task<Registration?> FindAsync(string id, CancellationToken ct) =>
        await store.ReadAsync(Kind, id, ct) is { } entry ? Parse(entry) : null;

    /// <summary>By the hash of a claim token that is good now; one that was replaced finds nothing.</summary>
    public async Task<Registration?> ByClaimTokenAsync(string hash, CancellationToken ct) =>
        await store.ReadAsync(ByClaim, hash, ct) is { } entry && await FindAsync(entry.Json, ct) is { } found && found.Claim?.TokenHash == hash ? found : null;

    /// <summary>By the hash of a link's token; of an attempt that was replaced finds nothing.</summary>
    public async Task<Registration?> ByViewTokenAsync(string hash, CancellationToken ct) =>
        await store.ReadAsync(ByView, hash, ct) is { } entry && await FindAsync(entry.Json, ct) is { } found && found.Claim?.Attempt?.ViewHash == hash ? found : null;

    /// <summary>
    /// By the hash of a refresh token of the family that is alive: the good one, <see cref="Registration.RefreshHash"/>, or one that was spent.
    /// A family ends with the generation it began in; its tokens find nothing.
    /// </summary>
    public async Task<Registration?> ByRefreshTokenAsync(string hash, CancellationToken ct) =>
        await store.ReadAsync(ByRefresh, hash, ct) is { } entry && entry.Json.Split(' ') is [var generation, var id]
        && await FindAsync(id, ct) is { RefreshHash: not null } found && found.Generation.ToString(CultureInfo.InvariantCulture) == generation ? found : null;

    /// <summary>False: one of this id exists.</summary>
    public async Task<bool> AddAsync(Registration registration, CancellationToken ct)
    {
        // Both at once: nobody has the claim's token before both are kept.
        var added = store.WriteAsync(Kind, registration.Id, null, Json(registration), null, ct);
        await Task.WhenAll(added, IndexAsync(registration, null, ct));
        return await added is not null;
    }

    /// <summary>
    /// Applies a pure change to what is stored now, again on the newer one until it is the only one who changes it.
    /// <paramref name="change"/> throws a <see cref="RefusalException"/> to leave everything as it is, and returns its argument to change nothing.
    /// </summary>
    /// <returns>What is stored now; null when there is no such registration.</returns>
    public async Task<Registration?> ChangeAsync(string id, Func<Registration, Registration> change, CancellationToken ct)
    {
        while (await store.ReadAsync(Kind, id, ct) is { } entry)
        {
            var before = Parse(entry);
            var after = change(before);
            if (ReferenceEquals(after, before)) return before;
            // An index entry too many points to a registration that no longer answers to it.
            await IndexAsync(after, before, ct);
            if (await store.WriteAsync(Kind, id, entry.ETag, Json(after), null, ct) is not null) return after;
        }
        return null;
    }

    /// <summary>Removes a registration while <paramref name="still"/> says so; assertions and tokens of it that are left find nothing.</summary>
    public async Task<bool> RemoveAsync(string id, Func<Registration, bool> still, CancellationToken ct)
    {
        while (await store.ReadAsync(Kind, id, ct) is { } entry && still(Parse(entry)))
            if (await store.DeleteAsync(Kind, id, entry.ETag, ct)) return true;
        return false;
    }

    public async IAsyncEnumerable<Registration> ListAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var entry in store.ListAsync(Kind, ct)) yield return Parse(entry);
    }

    private async Task IndexAsync(Registration after, Registration? before, CancellationToken ct)
    {
        if (after.Claim is { } claim && claim.TokenHash != before?.Claim?.TokenHash)
            await store.WriteAsync(ByClaim, claim.TokenHash, null, after.Id, claim.Expires, ct);
        if (after.Claim?.Attempt is { } attempt && attempt.ViewHash != before?.Claim?.Attempt?.ViewHash)
            await store.WriteAsync(ByView, attempt.ViewHash, null, after.Id, after.Claim.Expires, ct);
        if (after.RefreshHash is { } refresh && refresh != before?.RefreshHash)
        {
            var pointer = string.Create(CultureInfo.InvariantCulture, $"{after.Generation} {after.Id}");
            // A change that is made again may have come into another generation.
            if (await store.WriteAsync(ByRefresh, refresh, null, pointer, after.RefreshExpires, ct) is null && await store.ReadAsync(ByRefresh, refresh, ct) is { } earlier)
                await store.WriteAsync(ByRefresh, refresh, earlier.ETag, pointer, after.RefreshExpires, ct);
        }
    }

    private static string Json(Registration registration) => JsonSerializer.Serialize(registration, Options);

    private static Registration Parse(StoredEntry entry) => JsonSerializer.Deserialize<Registration>(entry.Json, Options)!;
}

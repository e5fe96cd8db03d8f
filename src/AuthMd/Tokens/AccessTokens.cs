using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using AuthMd.Registrations;

namespace AuthMd.Tokens;

/// <summary>
/// Access tokens (specification §11): opaque, their hashes in the store. One is good as long as its registration stands at the
/// generation it was issued under, so that a claim or a revocation ends all of them with one write.
/// </summary>
public sealed class AccessTokens(IAuthMdStore store, RegistrationStore registrations, IAccounts accounts, AuthMdLifetimes lifetimes, TimeProvider time)
{
    private const string Kind = "token";
    private const int Length = 35;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    private sealed record Row(string Registration, int Generation, string? Account, Subject? Subject, ImmutableArray<string> Scopes, string Resource, DateTimeOffset Expires);

    /// <summary>A new token; the registration was checked.</summary>
    public async Task<AccessToken> IssueAsync(Registration registration, ImmutableArray<string> scopes, string resource, CancellationToken ct)
    {
        var token = Secrets.New(Secrets.Access);
        var expires = time.GetUtcNow() + lifetimes.AccessToken;
        var row = new Row(registration.Id, registration.Generation, registration.User, registration.Subject, scopes, resource, expires);
        if (await store.WriteAsync(Kind, Secrets.Hash(token), null, JsonSerializer.Serialize(row, Options), expires, ct) is null)
            throw new InvalidOperationException("Twenty-four random bytes came twice.");
        return new(token, expires);
    }

    /// <summary>What a token allows now. Two reads, and one of the account it acts for.</summary>
    /// <returns>Null: unknown, expired, revoked, issued before a claim or a revocation, or its account is gone.</returns>
    public async Task<Grant?> ReadAsync(string token, CancellationToken ct)
    {
        if (!HasShape(token) || await store.ReadAsync(Kind, Secrets.Hash(token), ct) is not { } entry) return null;
        var row = Parse(entry);
        if (row.Expires <= time.GetUtcNow()) return null;
        if (await registrations.FindAsync(row.Registration, ct) is not { Revoked: null } registration || registration.Generation != row.Generation) return null;
        if (row.Account is { } account && await accounts.FindAsync(account, ct) is null) return null;
        return new(row.Registration, row.Account, row.Subject, row.Scopes, row.Resource, row.Expires);
    }

    /// <summary>Ends this token alone.</summary>
    /// <returns>The registration it was issued to; null when there was no such token.</returns>
    public async Task<string?> RevokeAsync(string token, CancellationToken ct)
    {
        if (!HasShape(token)) return null;
        var hash = Secrets.Hash(token);
        while (await store.ReadAsync(Kind, hash, ct) is { } entry)
            if (await store.DeleteAsync(Kind, hash, entry.ETag, ct)) return Parse(entry).Registration;
        return null;
    }

    private static bool HasShape(string token) => token.Length == Length && token.StartsWith(Secrets.Access, StringComparison.Ordinal);

    private static Row Parse(StoredEntry entry) => JsonSerializer.Deserialize<Row>(entry.Json, Options)!;
}

/// <param name="Token"><c>at_</c>…, told once.</param>
public sealed record AccessToken(string Token, DateTimeOffset Expires);

using System.Text.Json;

namespace AuthMd.Providers;

/// <summary>
/// The ids (<c>jti</c>) of provider tokens that were used, one set for ID-JAGs and events. Writing one that does not exist
/// is the check and the mark in one, on all instances.
/// </summary>
public sealed class SpentTokens(IAuthMdStore store)
{
    private const string Kind = "jti";

    private sealed record Delivery(string Hash, bool Done);

    /// <summary>False: it was used before.</summary>
    /// <param name="until">From then on the token is refused for its age.</param>
    internal async Task<bool> SpendAsync(VerifiedToken token, DateTimeOffset until, CancellationToken ct) =>
        await store.WriteAsync(Kind, Key(token), null, "{}", until, ct) is not null;

    /// <summary>Whether to act on a delivered event: the first time, and again when the same bytes come and nobody finished.</summary>
    /// <exception cref="ProviderTokenException">Other bytes, or an ID-JAG, had this id.</exception>
    internal async Task<bool> BeginAsync(VerifiedToken token, string compact, DateTimeOffset until, CancellationToken ct)
    {
        var mine = new Delivery(Secrets.Hash(compact), false);
        if (await store.WriteAsync(Kind, Key(token), null, JsonSerializer.Serialize(mine), until, ct) is not null) return true;
        var entry = await store.ReadAsync(Kind, Key(token), ct);
        if (entry is null) return true;
        var first = JsonSerializer.Deserialize<Delivery>(entry.Json);
        return first?.Hash == mine.Hash ? !first.Done : throw new ProviderTokenException(TokenFault.Replayed, "Another token of this issuer had the same jti.");
    }

    internal async Task FinishAsync(VerifiedToken token, string compact, DateTimeOffset until, CancellationToken ct)
    {
        // Another instance that acted on the same bytes may have marked it meanwhile.
        if (await store.ReadAsync(Kind, Key(token), ct) is { } entry)
            await store.WriteAsync(Kind, Key(token), entry.ETag, JsonSerializer.Serialize(new Delivery(Secrets.Hash(compact), true)), until, ct);
    }

    private static string Key(VerifiedToken token) => Secrets.Hash($"{token.Subject.Issuer}\n{token.Id}");
}

namespace AuthMd.Registrations;

/// <summary>New refresh tokens: what the agent is told once; the registration keeps the hash.</summary>
internal static class RefreshMint
{
    public static RefreshHandle New(DateTimeOffset now, AuthMdLifetimes lifetimes) => new(Secrets.New(Secrets.Refresh), now + lifetimes.RefreshToken);

    public static Registration With(Registration registration, RefreshHandle refresh) =>
        registration with { RefreshHash = Secrets.Hash(refresh.Token), RefreshExpires = refresh.Expires };

    /// <summary>Ends the family, and every assertion and access token with it.</summary>
    public static Registration WithoutFamily(Registration registration) =>
        registration with { RefreshHash = null, RefreshExpires = null, Generation = registration.Generation + 1 };
}

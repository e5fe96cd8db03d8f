namespace AuthMd;

/// <summary>How long things are good (specification §16).</summary>
public sealed record AuthMdLifetimes
{
    public TimeSpan Assertion { get; init; } = TimeSpan.FromHours(1);
    public TimeSpan AccessToken { get; init; } = TimeSpan.FromHours(1);
    public TimeSpan RefreshToken { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Of a claim token: the outer window.</summary>
    public TimeSpan Claim { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Of a link and of its code.</summary>
    public TimeSpan Attempt { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How old a sign-in at a provider may be.</summary>
    public TimeSpan ProviderSignIn { get; init; } = TimeSpan.FromHours(1);

    /// <summary>A key signs for so long before the next one takes over.</summary>
    public TimeSpan SigningKey { get; init; } = TimeSpan.FromDays(90);

    /// <summary>How far clocks may differ.</summary>
    public TimeSpan Skew { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Between two polls, in dialect A.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromSeconds(5);
}

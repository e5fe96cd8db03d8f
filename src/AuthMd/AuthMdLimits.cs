using AuthMd.Limits;

namespace AuthMd;

/// <summary>How often things may be done (specification §17). Null: without limit.</summary>
public sealed record AuthMdLimits
{
    public Limit? AnonymousPerAddress { get; init; } = Limit.PerHour(5);
    public Limit? Anonymous { get; init; } = Limit.PerHour(100);
    public Limit? ServiceAuthPerAddress { get; init; } = Limit.PerHour(5);
    public Limit? ServiceAuth { get; init; } = Limit.PerHour(100);

    /// <summary>Registrations and attempts that name one person: they can be used to pester people.</summary>
    public Limit? PerLoginHint { get; init; } = Limit.PerHour(5);

    public Limit? IdentityAssertionPerAddress { get; init; } = Limit.PerHour(60);
    public Limit? IdentityAssertion { get; init; } = Limit.PerHour(1000);

    /// <summary>Attempts begun with one claim token.</summary>
    public Limit? AttemptsPerClaim { get; init; } = Limit.PerHour(5);
}

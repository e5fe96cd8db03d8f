using AuthMd.Registrations;
using Microsoft.AspNetCore.Http;

namespace AuthMd.Http;

/// <summary>The one place that chooses how an answer is written. What is answered is decided before, and is the same in both dialects.</summary>
internal static class Dialects
{
    public static IResult Registered(Registered registered, AuthMdOptions options) =>
        options.Dialect == AuthMdDialect.A ? DialectA.Registered(registered, options) : DialectB.Registered(registered, options);

    /// <summary>An attempt was begun (specification §7).</summary>
    public static IResult Started(Registration registration, AttemptHandle attempt, AuthMdOptions options) =>
        options.Dialect == AuthMdDialect.A ? DialectA.Started(registration, attempt) : DialectB.Started(registration, attempt);

    public static IResult Refused(RefusalException refusal, AuthMdOptions options) =>
        Wire.Refuse(options.Dialect == AuthMdDialect.A ? DialectA.Renamed(refusal) : refusal);
}

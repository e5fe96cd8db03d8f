namespace AuthMd.Client;

/// <summary>
/// A service said no, or what it said cannot be used. <see cref="Code"/> is the service's own (specification §18) or one of the client:
/// <c>unreachable</c>, <c>insecure_url</c>, <c>redirected</c>, <c>answer_too_long</c>, <c>invalid_answer</c>, <c>invalid_metadata</c>, <c>unsupported_dialect</c>,
/// <c>no_method</c>, <c>consent_required</c>, <c>user_bound</c>, <c>registration_required</c>, <c>wrong_resource</c>, <c>claim_closed</c>, <c>storage_failed</c>.
/// </summary>
public sealed class AuthMdClientException(string code, string message, int status = 0, Exception? inner = null) : Exception($"{code}: {message}", inner)
{
    public string Code { get; } = code;

    /// <summary>The HTTP status; 0 when the client itself refused.</summary>
    public int Status { get; } = status;

    /// <summary>How long the service wants to be left alone.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The age in seconds a sign-in at the provider may have; with <c>login_required</c>.</summary>
    public int? MaxAge { get; init; }

    internal static AuthMdClientException InvalidAnswer(string what) => new("invalid_answer", what);
}

namespace AuthMd;

/// <summary>A request that is refused: code and status of the protocol (specification §18). Nothing in it repeats what was sent.</summary>
public sealed class RefusalException(int status, string code, string message) : Exception(message)
{
    public int Status { get; } = status;

    /// <summary>The code of dialect B; dialect A renames some.</summary>
    public string Code { get; } = code;

    /// <summary><c>Retry-After</c>.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary><c>WWW-Authenticate</c>, whole.</summary>
    public string? Challenge { get; init; }

    /// <summary>Whom it is about, for the audit trail; not told.</summary>
    public string? Registration { get; init; }

    /// <summary>Members of the body beside code and message.</summary>
    public IReadOnlyDictionary<string, object?>? Details { get; init; }

    public static RefusalException InvalidRequest(string message) => new(400, "invalid_request", message);

    public static RefusalException InvalidGrant(string message) => new(400, "invalid_grant", message);
}

namespace AuthMd.Providers;

/// <summary>Told that a registration ended, so that what it has under way ends, too: the next tool call of a conversation, a stream.</summary>
public interface IRevocations
{
    /// <summary>May come twice for one revocation. An exception passes through to the provider, who delivers again.</summary>
    Task RevokedAsync(string registrationId, CancellationToken ct);
}

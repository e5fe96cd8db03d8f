namespace AuthMd.Providers;

/// <summary>What is wrong with a token of a provider; ID-JAGs and security events name it differently on the wire.</summary>
internal enum TokenFault
{
    Malformed, UntrustedIssuer, WrongType, UnknownKey, BadSignature, WrongAudience, Expired, BadTime, Replayed,
    WrongClient, NoIdentifier, StaleSignIn,
}

internal sealed class ProviderTokenException(TokenFault fault, string message) : Exception(message)
{
    public TokenFault Fault { get; } = fault;
}

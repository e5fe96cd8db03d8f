namespace FunctionsAgent.Access;

/// <summary>The issuer of tokens does not answer, or not with its keys, and none are known from before.</summary>
public sealed class IssuerUnreachableException(string reason = "it does not answer") : Exception(reason);

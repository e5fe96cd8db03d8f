namespace AuthMd.External;

/// <summary>The outside server's keys cannot be fetched, and what is known of them does not tell: no 401, which would send agents off for tokens it cannot give.</summary>
public sealed class ServerUnreachableException() : Exception("The authorization server cannot be reached.");

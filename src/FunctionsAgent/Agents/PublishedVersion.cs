namespace FunctionsAgent.Agents;

/// <summary>A version of an agent that was published. It never changes.</summary>
/// <param name="Hash">SHA-256 of its content, 64 hex digits; the version is its first 12.</param>
/// <param name="By">Who published it.</param>
public sealed record PublishedVersion(string Version, string Hash, DateTimeOffset At, string By, long Bytes, int Files, bool IsCurrent);

using System.Collections.Immutable;
using AgentScript;

namespace FunctionsAgent.Reasoning;

/// <summary>What one attempt came to: a whole answer, or why there is none.</summary>
/// <param name="Failure">One of <see cref="ModelFailure"/>; null for an answer.</param>
/// <param name="Status">HTTP status; 0 where no answer came.</param>
/// <param name="Code">The peer's own word for the trouble: letters, digits, dots, dashes and underscores, nothing of the prompt.</param>
/// <param name="RetryAfter">When the peer wants to be asked again.</param>
/// <param name="InputTokens">As the peer counted; null where it did not say.</param>
/// <param name="OutputTokens">As the peer counted; null where it did not say.</param>
public sealed record ModelReply(string? Text, ImmutableArray<ModelToolCall> Calls, string? Failure, int Status, string? Code = null, TimeSpan? RetryAfter = null, long? InputTokens = null, long? OutputTokens = null)
{
    public static ModelReply Failed(string failure, int status = 0, string? code = null, TimeSpan? retryAfter = null) => new(null, [], failure, status, code, retryAfter);
}

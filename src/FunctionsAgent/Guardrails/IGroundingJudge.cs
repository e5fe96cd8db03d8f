using System.Collections.Immutable;

namespace FunctionsAgent.Guardrails;

/// <summary>Says of claims how far the sources support them: the place where a model can stand. Without one the lexical score stands.</summary>
/// <remarks>Asked only of claims whose figures, days, names and addresses are in the sources: those are compared, not judged.</remarks>
public interface IGroundingJudge
{
    /// <returns>One number a claim, 0 (not supported) to 1, in their order.</returns>
    ValueTask<ImmutableArray<double>> JudgeAsync(ImmutableArray<string> claims, ImmutableArray<PassageSource> sources, CancellationToken ct);
}

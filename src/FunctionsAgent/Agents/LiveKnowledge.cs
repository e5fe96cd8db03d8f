#pragma warning disable CA1822
using FunctionsAgent.Knowledge;

namespace FunctionsAgent.Agents;

/// <summary>What an agent may answer from now: its version's articles.</summary>
public sealed class LiveKnowledge
{
    /// <summary>Null for an agent without articles.</summary>
    public Task<KnowledgeIndex?> OfAsync(Package package, CancellationToken ct) => Task.FromResult(package.Knowledge);
}

using System.Collections.Immutable;
using AgentScript;
using FunctionsAgent.Reasoning;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsAgent.Tests.Guardrails;

/// <summary>Makes the same calls every time, whether they are offered or not.</summary>
internal sealed class UnlistedModel(ImmutableArray<ModelToolCall> calls) : IModels
{
    private int asked;

    public int Asked => asked;

    public void Register(IServiceCollection services) => services.AddSingleton<IModels>(this);

    public Task<ModelOutcome> AskAsync(ModelRequest request, CancellationToken ct)
    {
        var number = Interlocked.Increment(ref asked);
        return Task.FromResult(new ModelOutcome(new ModelAnswer(null, [.. calls.Select((call, i) => call with { Id = $"call_{number}_{i}" })]), "main", "unlisted", 10, 10, 0, 1, [new("main", "ok", 200, 1)]));
    }
}

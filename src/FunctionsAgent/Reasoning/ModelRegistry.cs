using System.Collections.Immutable;

namespace FunctionsAgent.Reasoning;

/// <summary>The endpoints of this installation (<c>Models__{name}__…</c>). Circuits and rests are this process's own.</summary>
public sealed class ModelRegistry
{
    private readonly ImmutableArray<ModelSource> sources;

    /// <param name="clients">Makes the client of an endpoint when it is first asked.</param>
    public ModelRegistry(ImmutableArray<ModelEndpoint> endpoints, Func<ModelEndpoint, IModelClient> clients, TimeProvider time) =>
        sources = [.. endpoints.Select(endpoint => new ModelSource(endpoint, clients, time))];

    /// <summary>By name.</summary>
    public IEnumerable<ModelEndpoint> Endpoints => sources.Select(source => source.Endpoint);

    /// <summary>Endpoints that are not asked at the moment, because they failed.</summary>
    public IEnumerable<ModelEndpoint> OpenCircuits => sources.Where(source => source.Circuit.IsOpen).Select(source => source.Endpoint);

    /// <summary>The endpoints that serve an agent, in its order of failover.</summary>
    public IReadOnlyList<ModelEndpoint> Used(ImmutableArray<string> use) => [.. Named(use).Select(source => source.Endpoint)];

    /// <summary>Whether any endpoint is configured, or any of those an agent names.</summary>
    public bool Has(ImmutableArray<string> use) => Named(use).Count > 0;

    /// <summary>The endpoints an agent names, in its order of failover; all by name where it names none. A name nobody configured is passed over.</summary>
    internal IReadOnlyList<ModelSource> Named(ImmutableArray<string> use) => use.IsDefaultOrEmpty
        ? sources
        : [.. use.Distinct(StringComparer.OrdinalIgnoreCase).SelectMany(name => sources.Where(source => source.Endpoint.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))];
}

namespace FunctionsAgent.Tests.Drivers;

/// <summary>One host for all tests of a class: each opens conversations of its own.</summary>
public sealed class RunningHost : IAsyncLifetime
{
    public AgentHost Host { get; private set; } = null!;

    public async Task InitializeAsync() => Host = await AgentHost.StartAsync();

    public async Task DisposeAsync() => await Host.DisposeAsync();
}

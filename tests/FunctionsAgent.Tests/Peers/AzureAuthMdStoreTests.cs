using FunctionsAgent.Storage;
using FunctionsAgent.Tests.Access;

namespace FunctionsAgent.Tests.Peers;

[Trait("Category", "Peers")]
[Collection(AzuriteTests.Name)]
public sealed class AzureAuthMdStoreTests(Azurite azurite) : AuthMdStoreContract, IAsyncLifetime
{
    public Task InitializeAsync() => azurite.ClearAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    protected override Task<ITables> OpenAsync() => Task.FromResult<ITables>(AzureTables.Create(azurite.ConnectionString));
}

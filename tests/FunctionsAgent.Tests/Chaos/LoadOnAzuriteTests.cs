using FunctionsAgent.Storage;
using FunctionsAgent.Tests.Peers;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace FunctionsAgent.Tests.Chaos;

/// <summary>The same proofs, in small, with Azure's tables and blobs behind the embedded host and its queues: a mixture that exists only here.</summary>
[Collection(AzuriteTests.Name)]
[Trait("Category", "Peers")]
public sealed class LoadOnAzuriteTests(Azurite azurite, ITestOutputHelper output)
{
    private const int Conversations = 40;

    [Fact]
    public async Task Forty_conversations_with_every_delivery_five_times_in_random_order_answer_each_message_once()
    {
        await azurite.ClearAsync();
        await using var chaos = await ChaosHost.StartAsync(services => services
            .AddSingleton<ITables>(AzureTables.Create(azurite.ConnectionString)).AddSingleton<IBlobs>(AzureBlobs.Create(azurite.ConnectionString)));
        await RepeatedLoad.RunAsync(chaos, "azurite", Conversations * Seeds.Times, output);
    }
}

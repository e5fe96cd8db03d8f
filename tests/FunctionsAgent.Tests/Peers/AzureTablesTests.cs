using Azure.Data.Tables;
using FunctionsAgent.Storage;
using FunctionsAgent.Tests.Storage;

namespace FunctionsAgent.Tests.Peers;

[Trait("Category", "Peers")]
[Collection(AzuriteTests.Name)]
public sealed class AzureTablesTests(Azurite azurite) : TablesContract, IAsyncLifetime
{
    public Task InitializeAsync() => azurite.ClearAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    protected override Task<ITables> OpenAsync() => Task.FromResult<ITables>(AzureTables.Create(azurite.ConnectionString));

    protected override Task CloseAsync() => Task.CompletedTask;

    [Theory]
    [InlineData("o'brien", "it's")]
    [InlineData("' or PartitionKey ne '", "' or RowKey ne '")]
    [InlineData("a b%20&c+d=e", "p:{x}:ü;@$")]
    public async Task Keys_with_quotes_and_url_characters_find_their_row_and_no_other(string partition, string key)
    {
        var tables = await OpenAsync();
        await tables.CommitAsync("Conversations", "other", [Write.Insert("other", new("other"))]);
        var etag = (await tables.CommitAsync("Conversations", partition, [Write.Insert(key, new("1"))]))[0];

        Assert.Equal("1", (await tables.GetAsync("Conversations", partition, key))!.Cells.Json);
        Assert.Equal(key, Assert.Single(await tables.RangeAsync("Conversations", partition, key, key + "~", 10)).Key);
        await tables.CommitAsync("Conversations", partition, [Write.Update(key, etag, new("2"))]);
        await tables.CommitAsync("Conversations", partition, [Write.Delete(key)]);
        Assert.Null(await tables.GetAsync("Conversations", partition, key));
    }

    [Fact]
    public async Task A_transaction_counted_just_within_the_limit_is_taken()
    {
        var tables = await OpenAsync();
        Write[] writes = [.. Enumerable.Range(0, 47).Select(i => Write.Insert($"e:{i:D10}", new("{}", Bytes(TableLimits.BinaryBytes), Bytes(16), new string('h', 43))))];
        Assert.InRange(writes.Sum(write => TableLimits.WireBytes("p", write)), TableLimits.TransactionBytes * 95 / 100, TableLimits.TransactionBytes);

        await tables.CommitAsync("Conversations", "p", writes);

        Assert.Equal(47, (await tables.RangeAsync("Conversations", "p", "e:", "e;", 100)).Count);
    }

    [Fact]
    public async Task A_table_removed_meanwhile_reads_as_busy_and_is_there_for_the_next_try()
    {
        var tables = await OpenAsync();
        await tables.CommitAsync("Conversations", "p", [Write.Insert("a", new())]);
        await new TableServiceClient(azurite.ConnectionString).DeleteTableAsync("Conversations");

        await Assert.ThrowsAsync<StoreBusyException>(() => tables.CommitAsync("Conversations", "p", [Write.Insert("a", new())]));
        await tables.CommitAsync("Conversations", "p", [Write.Insert("a", new())]);
    }

    [Fact]
    public async Task Many_first_users_of_a_table_all_succeed()
    {
        var tables = await OpenAsync();
        await Task.WhenAll(Enumerable.Range(0, 16).Select(i => tables.CommitAsync("Fresh", $"p{i}", [Write.Insert("a", new())])));
        Assert.NotNull(await tables.GetAsync("Fresh", "p15", "a"));
    }

    [Fact]
    public async Task The_cells_are_properties_of_the_same_names()
    {
        var tables = await OpenAsync();
        await tables.CommitAsync("Conversations", "p", [Write.Insert("a", new("{}", [1], [2], "h")), Write.Insert("b", new("{}"))]);

        var client = new TableClient(azurite.ConnectionString, "Conversations");
        Assert.Superset(new HashSet<string> { "Json", "Content", "Salt", "Hash" }, (await client.GetEntityAsync<TableEntity>("p", "a")).Value.Keys.ToHashSet());
        Assert.DoesNotContain("Content", (await client.GetEntityAsync<TableEntity>("p", "b")).Value.Keys);
    }
}

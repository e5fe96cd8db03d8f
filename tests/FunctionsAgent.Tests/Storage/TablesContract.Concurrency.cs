using FunctionsAgent.Storage;

namespace FunctionsAgent.Tests.Storage;

/// <summary>Many writers at once, and a store that is closed and opened again.</summary>
public abstract partial class TablesContract
{
    [Fact]
    public async Task Of_many_who_take_the_same_delivery_exactly_one_has_it()
    {
        var tables = await OpenAsync();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() =>
            Record.ExceptionAsync(() => tables.CommitAsync(Table, Partition, [Write.Insert("d:1", new($"{i}")), Write.Insert($"p:{i}", new())])))));

        Assert.Single(outcomes, e => e is null);
        Assert.All(outcomes, e => Assert.True(e is null or ConflictException, $"{e}"));
        Assert.Single(await tables.RangeAsync(Table, Partition, "p:", "p;", 100));
    }

    [Fact]
    public async Task Of_many_writers_under_one_etag_exactly_one_wins()
    {
        var tables = await OpenAsync();
        for (var round = 0; round < 5; round++)
        {
            var etag = await One(tables, Write.Upsert("head", new("start")));
            var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(async () =>
            {
                try
                {
                    await tables.CommitAsync(Table, Partition, [Write.Update("head", etag, new($"{i}")), Write.Upsert($"mark-{i}", new($"{round}"))]);
                    return i;
                }
                catch (ConflictException)
                {
                    return -1;
                }
            })));

            var winner = Assert.Single(outcomes, i => i >= 0);
            Assert.Equal($"{winner}", (await tables.GetAsync(Table, Partition, "head"))!.Cells.Json);
            var marks = await tables.RangeAsync(Table, Partition, "mark-", "mark-~", 100);
            Assert.Equal($"mark-{winner}", Assert.Single(marks, m => m.Cells.Json == $"{round}").Key);
        }
    }

    [Fact]
    public async Task Whoever_committed_reads_the_commit()
    {
        var tables = await OpenAsync();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(async () =>
        {
            for (var n = 0; n < 25; n++)
            {
                var etag = (await tables.CommitAsync(Table, $"thread-{i}", [Write.Upsert("head", new($"{n}"))]))[0];
                var row = await tables.GetAsync(Table, $"thread-{i}", "head");
                Assert.Equal((etag, $"{n}"), (row!.ETag, row.Cells.Json));
            }
        })));
    }

    [Fact]
    public async Task A_closed_store_has_everything_when_it_is_opened_again_and_no_version_comes_back()
    {
        var tables = await OpenAsync();
        var cells = new Cells("{}", Bytes(TableLimits.BinaryBytes), Bytes(16), "h");
        var kept = await One(tables, Write.Insert("kept", cells));
        var gone = await One(tables, Write.Insert("gone", new()));
        await One(tables, Write.Delete("gone"));
        await CloseAsync();

        tables = await OpenAsync();

        var row = await tables.GetAsync(Table, Partition, "kept");
        Assert.Equal(kept, row!.ETag);
        Same(cells, row.Cells);
        for (var i = 0; i < 10; i++) Assert.NotEqual(gone, await One(tables, Write.Upsert("gone", new())));
    }

    [Fact]
    public async Task A_caller_who_has_gone_away_writes_nothing()
    {
        var tables = await OpenAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            tables.CommitAsync(Table, Partition, [Write.Insert("a", new())], new CancellationToken(canceled: true)));

        Assert.Null(await tables.GetAsync(Table, Partition, "a"));
    }
}

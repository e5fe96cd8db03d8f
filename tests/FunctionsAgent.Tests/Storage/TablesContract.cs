using FunctionsAgent.Storage;

namespace FunctionsAgent.Tests.Storage;

/// <summary>What every <see cref="ITables"/> does. An implementation joins by deriving and saying how it is opened.</summary>
public abstract partial class TablesContract
{
    private const string Table = "Conversations";
    private const string Partition = "thread-1";

    /// <summary>Opens the store; called again on the same one, it finds what was committed before.</summary>
    protected abstract Task<ITables> OpenAsync();

    /// <summary>Closes what <see cref="OpenAsync"/> opened, as a stopping process does.</summary>
    protected abstract Task CloseAsync();

    [Fact]
    public async Task An_inserted_row_is_read_with_all_its_cells()
    {
        var tables = await OpenAsync();
        var cells = new Cells("""{"words":"grüße 👋"}""", [1, 0, 2], [9], "hash");

        var etags = await tables.CommitAsync(Table, Partition, [Write.Insert("head", cells)]);

        var row = await tables.GetAsync(Table, Partition, "head");
        Assert.Equal("head", row!.Key);
        Assert.Equal(etags[0], row.ETag);
        Same(cells, row.Cells);
    }

    [Fact]
    public async Task Empty_cells_stay_apart_from_absent_ones()
    {
        var tables = await OpenAsync();
        await tables.CommitAsync(Table, Partition, [Write.Insert("empty", new("", [], [], "")), Write.Insert("absent", new())]);

        Same(new Cells("", [], [], ""), (await tables.GetAsync(Table, Partition, "empty"))!.Cells);
        Same(new Cells(), (await tables.GetAsync(Table, Partition, "absent"))!.Cells);
    }

    [Theory]
    [InlineData("Other", Partition, "head")]
    [InlineData(Table, "thread-2", "head")]
    [InlineData(Table, Partition, "HEAD")]
    [InlineData(Table, Partition, "hea")]
    public async Task A_row_is_not_found_under_another_table_partition_or_key(string table, string partition, string key)
    {
        var tables = await OpenAsync();
        await tables.CommitAsync(Table, Partition, [Write.Insert("head", new("{}"))]);

        Assert.Null(await tables.GetAsync(table, partition, key));
    }

    [Fact]
    public async Task An_update_under_the_right_etag_replaces_the_whole_row()
    {
        var tables = await OpenAsync();
        var first = await One(tables, Write.Insert("head", new("1", [1], [1], "h")));

        var second = await One(tables, Write.Update("head", first, new("2")));

        Assert.NotEqual(first, second);
        Same(new Cells("2"), (await tables.GetAsync(Table, Partition, "head"))!.Cells);
    }

    [Fact]
    public async Task An_upsert_writes_whatever_was_there()
    {
        var tables = await OpenAsync();
        await One(tables, Write.Upsert("k", new("1", [1])));
        var etag = await One(tables, Write.Upsert("k", new("2")));

        var row = await tables.GetAsync(Table, Partition, "k");
        Assert.Equal(etag, row!.ETag);
        Same(new Cells("2"), row.Cells);
    }

    [Fact]
    public async Task A_deleted_row_is_gone_and_answers_an_empty_etag()
    {
        var tables = await OpenAsync();
        var etag = await One(tables, Write.Insert("a", new("1")));
        await One(tables, Write.Insert("b", new("1")));

        Assert.Equal("", await One(tables, Write.Delete("a", etag)));
        Assert.Equal("", await One(tables, Write.Delete("b")));

        Assert.Null(await tables.GetAsync(Table, Partition, "a"));
        Assert.Null(await tables.GetAsync(Table, Partition, "b"));
    }

    public static TheoryData<string> Conflicts => ["insert of a present row", "update under an old etag", "update of an absent row",
        "update under a foreign etag", "update under any etag", "update under another store's etag", "delete under any etag", "delete under an old etag", "delete of an absent row", "delete of an absent row under an etag", "update of a row deleted and inserted again"];

    [Theory]
    [MemberData(nameof(Conflicts))]
    public async Task A_write_that_meets_another_version_is_a_conflict_and_changes_nothing(string what)
    {
        var tables = await OpenAsync();
        var old = await One(tables, Write.Insert("present", new("1")));
        var current = await One(tables, Write.Update("present", old, new("2")));
        if (what.EndsWith("again", StringComparison.Ordinal))
        {
            await One(tables, Write.Delete("present"));
            await One(tables, Write.Insert("present", new("2")));
        }

        var write = what switch
        {
            "insert of a present row" => Write.Insert("present", new("3")),
            "update under an old etag" => Write.Update("present", old, new("3")),
            "update of an absent row" => Write.Update("absent", current, new("3")),
            "update under a foreign etag" => Write.Update("present", "W/\"datetime'x'\"", new("3")),
            "update under any etag" => Write.Update("present", "*", new("3")),
            "update under another store's etag" => Write.Update("present", current.StartsWith('W') ? "1099511627777" : "W/\"datetime'2026-11-23T00%3A34%3A27.5850000Z'\"", new("3")),
            "delete under any etag" => Write.Delete("present", "*"),
            "delete under an old etag" => Write.Delete("present", old),
            "delete of an absent row" => Write.Delete("absent"),
            "delete of an absent row under an etag" => Write.Delete("absent", current),
            _ => Write.Update("present", current, new("3")),
        };

        await Assert.ThrowsAsync<ConflictException>(() => One(tables, write));
        Assert.Equal("2", (await tables.GetAsync(Table, Partition, "present"))!.Cells.Json);
        Assert.Null(await tables.GetAsync(Table, Partition, "absent"));
    }

    [Fact]
    public async Task One_conflict_undoes_the_whole_transaction()
    {
        var tables = await OpenAsync();
        var etag = await One(tables, Write.Insert("head", new("1")));
        await One(tables, Write.Insert("taken", new("1")));

        await Assert.ThrowsAsync<ConflictException>(() => tables.CommitAsync(Table, Partition,
            [Write.Update("head", etag, new("2")), Write.Insert("new", new("2")), Write.Insert("taken", new("2")), Write.Upsert("after", new("2"))]));

        Assert.Equal("1", (await tables.GetAsync(Table, Partition, "head"))!.Cells.Json);
        Assert.Equal(etag, (await tables.GetAsync(Table, Partition, "head"))!.ETag);
        Assert.Null(await tables.GetAsync(Table, Partition, "new"));
        Assert.Null(await tables.GetAsync(Table, Partition, "after"));
    }

    [Fact]
    public async Task Etags_come_in_the_order_of_the_writes()
    {
        var tables = await OpenAsync();
        await One(tables, Write.Insert("gone", new()));

        var etags = await tables.CommitAsync(Table, Partition, [Write.Insert("b", new()), Write.Delete("gone"), Write.Upsert("a", new())]);

        Assert.Equal((await tables.GetAsync(Table, Partition, "b"))!.ETag, etags[0]);
        Assert.Equal("", etags[1]);
        Assert.Equal((await tables.GetAsync(Table, Partition, "a"))!.ETag, etags[2]);
    }

    [Theory]
    [InlineData("e:", "e;", 100, "e:0000000001,e:0000000002,e:0000000010")]
    [InlineData("e:0000000002", "e;", 100, "e:0000000002,e:0000000010")]
    [InlineData("e:", "e:0000000010", 100, "e:0000000001,e:0000000002")]
    [InlineData("e:", "e;", 2, "e:0000000001,e:0000000002")]
    [InlineData("", "~", 100, "E:0000000001,e:0000000001,e:0000000002,e:0000000010,head,p:1")]
    [InlineData("e;", "e:", 100, "")]
    [InlineData("e:0000000001", "e:0000000001", 100, "")]
    [InlineData("x", "y", 100, "")]
    [InlineData("e:", "e;", 0, "")]
    public async Task A_range_is_ordinal_from_inclusive_to_exclusive(string from, string to, int take, string expected)
    {
        var tables = await OpenAsync();
        foreach (var key in new[] { "p:1", "e:0000000010", "head", "e:0000000002", "E:0000000001", "e:0000000001" })
            await One(tables, Write.Insert(key, new(key)));
        await tables.CommitAsync(Table, "thread-2", [Write.Insert("e:0000000003", new())]);
        await tables.CommitAsync("Other", Partition, [Write.Insert("e:0000000004", new())]);

        var rows = await tables.RangeAsync(Table, Partition, from, to, take);

        Assert.Equal(expected, string.Join(',', rows.Select(r => r.Key)));
        Assert.All(rows, r => Assert.Equal(r.Key, r.Cells.Json));
    }

    [Theory]
    [InlineData(999, 999)]
    [InlineData(1000, 1000)]
    [InlineData(1001, 1001)]
    [InlineData(1050, 1050)]
    [InlineData(1100, 1100)]
    [InlineData(int.MaxValue, 1100)]
    public async Task A_range_is_longer_than_a_page_of_the_service(int take, int expected)
    {
        var tables = await OpenAsync();
        for (var hundred = 0; hundred < 11; hundred++)
            await tables.CommitAsync(Table, Partition, [.. Enumerable.Range(hundred * 100, 100).Select(i => Write.Insert($"e:{i:D10}", new()))]);

        var rows = await tables.RangeAsync(Table, Partition, "e:", "e;", take);

        Assert.Equal(Enumerable.Range(0, expected).Select(i => $"e:{i:D10}"), rows.Select(r => r.Key));
    }

    [Fact]
    public async Task What_is_just_within_every_limit_is_kept()
    {
        var tables = await OpenAsync();
        var cells = new Cells(new string('ü', TableLimits.StringCharacters), Bytes(TableLimits.BinaryBytes), Bytes(16), "h");
        var longest = new string('k', TableLimits.KeyBytes / 2);

        await One(tables, Write.Insert(longest, cells));
        await tables.CommitAsync(Table, "full", [.. Enumerable.Range(0, TableLimits.TransactionRows).Select(i => Write.Insert($"e:{i}", new("{}")))]);

        Same(cells, (await tables.GetAsync(Table, Partition, longest))!.Cells);
        Assert.Equal(TableLimits.TransactionRows, (await tables.RangeAsync(Table, "full", "", "~", 1000)).Count);
    }

    public static TheoryData<string> OverLimits => ["no rows", "101 rows", "one row twice", "string", "binary", "salt", "hash", "transaction", "escaped transaction", "long key", "long partition"];

    [Fact]
    public async Task The_largest_row_there_can_be_is_kept()
    {
        var tables = await OpenAsync();
        var text = new string('"', TableLimits.StringCharacters);
        var cells = new Cells(text, Bytes(TableLimits.BinaryBytes), Bytes(TableLimits.BinaryBytes), text);
        var longest = new string('k', TableLimits.KeyBytes / 2);

        await tables.CommitAsync(Table, longest, [Write.Upsert(longest, cells)]);

        Same(cells, (await tables.GetAsync(Table, longest, longest))!.Cells);
    }

    [Theory]
    [MemberData(nameof(OverLimits))]
    public async Task What_is_over_a_limit_is_refused_before_anything_is_written(string limit)
    {
        var tables = await OpenAsync();
        var partition = limit == "long partition" ? new string('p', TableLimits.KeyBytes / 2 + 1) : Partition;
        IReadOnlyList<Write> writes = limit switch
        {
            "no rows" => [],
            "101 rows" => [.. Enumerable.Range(0, TableLimits.TransactionRows + 1).Select(i => Write.Insert($"e:{i}", new()))],
            "one row twice" => [Write.Insert("a", new()), Write.Insert("first", new()), Write.Upsert("a", new())],
            "string" => [Write.Insert("first", new()), Write.Insert("a", new(new string('x', TableLimits.StringCharacters + 1)))],
            "binary" => [Write.Insert("first", new()), Write.Insert("a", new(null, Bytes(TableLimits.BinaryBytes + 1)))],
            "salt" => [Write.Insert("first", new()), Write.Insert("a", new(null, null, Bytes(TableLimits.BinaryBytes + 1)))],
            "hash" => [Write.Insert("first", new()), Write.Insert("a", new(Hash: new string('x', TableLimits.StringCharacters + 1)))],
            // 3.1 MB, of which base64 makes 4.2.
            "transaction" => [.. Enumerable.Range(0, 48).Select(i => Write.Insert($"e:{i}", new(null, Bytes(TableLimits.BinaryBytes))))],
            // 0.8 MB of quotes, of which \u0022 makes 4.7.
            "escaped transaction" => [.. Enumerable.Range(0, 24).Select(i => Write.Insert($"e:{i}", new(new string('"', TableLimits.StringCharacters))))],
            "long key" => [Write.Insert("first", new()), Write.Insert(new string('k', TableLimits.KeyBytes / 2 + 1), new())],
            _ => [Write.Insert("first", new())],
        };

        await Assert.ThrowsAsync<LimitException>(() => tables.CommitAsync(Table, partition, writes));
        Assert.Empty(await tables.RangeAsync(Table, Partition, "", "~", 10));
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a#b")]
    [InlineData("a?b")]
    [InlineData("a\nb")]
    [InlineData("a\u007fb")]
    public async Task A_key_the_service_cannot_carry_is_refused_as_row_and_as_partition(string key)
    {
        var tables = await OpenAsync();

        await Assert.ThrowsAsync<LimitException>(() => One(tables, Write.Insert(key, new())));
        await Assert.ThrowsAsync<LimitException>(() => tables.CommitAsync(Table, key, [Write.Insert("a", new())]));
        await Assert.ThrowsAsync<LimitException>(() => tables.GetAsync(Table, key, "a"));
        await Assert.ThrowsAsync<LimitException>(() => tables.GetAsync(Table, Partition, key));
        await Assert.ThrowsAsync<LimitException>(() => tables.RangeAsync(Table, key, "", "~", 1));
    }

    [Theory]
    [InlineData("")]
    [InlineData("ab")]
    [InlineData("1abc")]
    [InlineData("a-b-c")]
    [InlineData("a_bc")]
    [InlineData("Tische\u00e4")]
    [InlineData("a0123456789012345678901234567890123456789012345678901234567890123")]
    public async Task A_table_the_service_cannot_name_is_refused(string table)
    {
        var tables = await OpenAsync();

        await Assert.ThrowsAsync<LimitException>(() => tables.CommitAsync(table, Partition, [Write.Insert("a", new())]));
        await Assert.ThrowsAsync<LimitException>(() => tables.GetAsync(table, Partition, "a"));
        await Assert.ThrowsAsync<LimitException>(() => tables.RangeAsync(table, Partition, "", "~", 1));
    }

    [Theory]
    [InlineData("D83D")]
    [InlineData("61 DC4B 62")]
    [InlineData("DC4B D83D")]
    [InlineData("D83D D83D DC4B")]
    public async Task Half_a_surrogate_pair_is_refused_as_it_would_be_read_back_as_something_else(string units)
    {
        var tables = await OpenAsync();
        var text = string.Concat(units.Split(' ').Select(unit => (char)Convert.ToInt32(unit, 16)));

        await Assert.ThrowsAsync<LimitException>(() => One(tables, Write.Insert("a", new(text))));
        await Assert.ThrowsAsync<LimitException>(() => One(tables, Write.Insert("a", new(Hash: text))));
        await Assert.ThrowsAsync<LimitException>(() => One(tables, Write.Insert(text, new())));
        Assert.Empty(await tables.RangeAsync(Table, Partition, "", "~", 10));
    }

    [Theory]
    [InlineData("a\0b")]
    [InlineData("\u0001\u001f\u007f\u0085\ufffe\uffff")]
    [InlineData("line\r\nline\n")]
    [InlineData(" leading and trailing ")]
    [InlineData("\ud83d\udc4b\ud83d\udc4b")]
    public async Task A_cell_carries_any_text(string text)
    {
        var tables = await OpenAsync();
        await One(tables, Write.Insert("a", new(text, Hash: text)));

        Same(new Cells(text, Hash: text), (await tables.GetAsync(Table, Partition, "a"))!.Cells);
    }

    [Fact]
    public async Task A_limit_is_named_with_its_place_and_its_arithmetic()
    {
        var tables = await OpenAsync();
        async Task<string> Refusal(params Write[] writes) => (await Assert.ThrowsAsync<LimitException>(() => tables.CommitAsync(Table, Partition, writes))).Message;

        Assert.Equal("Conversations/thread-1/a: Json has 32,769 characters, the limit is 32,768.", await Refusal(Write.Insert("a", new(new string('x', 32_769)))));
        Assert.Equal("Conversations/thread-1/a: Content has 65,537 bytes, the limit is 65,536.", await Refusal(Write.Insert("a", new(null, new byte[65_537]))));
        Assert.Equal("Conversations/thread-1: 101 rows in one transaction, the limit is 100.", await Refusal([.. Enumerable.Range(0, 101).Select(i => Write.Insert($"{i}", new()))]));
        Assert.Equal("Conversations: row key contains U+002F; / \\ # ? and control characters are not allowed, hash the id.", await Refusal(Write.Insert("a/b", new())));
        Assert.Equal("Conversations: row key of 513 characters, 2 bytes each; the limit is 1,024 bytes.", await Refusal(Write.Insert(new string('k', 513), new())));
    }

    protected static byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        new Random(count).NextBytes(bytes);
        return bytes;
    }

    private static async Task<string> One(ITables tables, Write write) => Assert.Single(await tables.CommitAsync(Table, Partition, [write]));

    private static void Same(Cells expected, Cells actual)
    {
        Assert.Equal(expected.Json, actual.Json);
        Assert.Equal(expected.Content, actual.Content);
        Assert.Equal(expected.Salt, actual.Salt);
        Assert.Equal(expected.Hash, actual.Hash);
    }
}

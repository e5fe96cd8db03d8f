using FunctionsAgent.Storage;
using Microsoft.Data.Sqlite;

namespace FunctionsAgent.Tests.Storage;

/// <summary>What the file does under trouble; the contracts say what it does otherwise.</summary>
public sealed class SqliteDatabaseTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly SqliteDatabase _database;
    private readonly SqliteTables _tables;

    public SqliteDatabaseTests()
    {
        _database = new SqliteDatabase(File, new(BusyTimeout: TimeSpan.FromMilliseconds(50)));
        _tables = new SqliteTables(_database);
    }

    private string File => _directory.File("agent.db");

    public void Dispose()
    {
        _database.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task A_store_locked_from_outside_is_busy_and_recovers()
    {
        await Insert("before");
        using var outside = new SqliteConnection($"Data Source={File};Pooling=False");
        outside.Open();
        Execute(outside, "BEGIN EXCLUSIVE");

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Record.ExceptionAsync(() => Insert($"during-{i}"))));
        Execute(outside, "ROLLBACK");
        await Insert("after");

        Assert.All(outcomes, e => Assert.Contains("locked by another connection", Assert.IsType<StoreBusyException>(e).Message, StringComparison.Ordinal));
        Assert.Equal(["after", "before"], await Keys());
    }

    [Fact]
    public async Task A_full_disk_is_busy_says_so_and_recovers()
    {
        await Insert("before");
        var pages = await _database.WriteAsync(c => c.Number("PRAGMA page_count")!.Value);
        await _database.WriteAsync(c => c.Number($"PRAGMA max_page_count={pages + 2}"));
        var large = new Cells(null, new byte[TableLimits.BinaryBytes]);

        var outcome = await Record.ExceptionAsync(() => _tables.CommitAsync("Rows", "p", [Write.Insert("small", new()), Write.Insert("large", large)]));

        Assert.Contains("full", Assert.IsType<StoreBusyException>(outcome).Message, StringComparison.Ordinal);
        Assert.Equal(["before"], await Keys());
        await Insert("small");
        await _database.WriteAsync(c => c.Number("PRAGMA max_page_count=1000000"));
        await _tables.CommitAsync("Rows", "p", [Write.Insert("large", large)]);
        Assert.Equal(["before", "large", "small"], await Keys());
    }

    [Fact]
    public async Task A_refused_operation_takes_nothing_with_it_of_its_group()
    {
        await Insert("taken");
        using var started = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        // Whoever finds nobody writing commits on his own thread: this one must not be the test's.
        var first = Task.Run(() => _database.WriteAsync(_ =>
        {
            started.Set();
            return release.Wait(TimeSpan.FromSeconds(30));
        }));
        started.Wait(TimeSpan.FromSeconds(30));

        // The writer is held inside its group: all of these join it.
        var others = Enumerable.Range(0, 100).Select(i => Record.ExceptionAsync(() => Insert(i % 10 == 3 ? "taken" : $"new-{i:D2}"))).ToList();
        var thrown = Record.ExceptionAsync(() => _database.WriteAsync<bool>(c =>
        {
            c.Script("INSERT INTO rows(tbl, pk, rk, ver) VALUES('T', 'p', 'half-done', 1)");
            throw new FormatException("a fault of the operation itself");
        }));
        release.Set();

        Assert.True(await first);
        var outcomes = await Task.WhenAll(others);
        Assert.Equal(10, outcomes.Count(e => e is ConflictException));
        Assert.Equal(90, outcomes.Count(e => e is null));
        Assert.IsType<FormatException>(await thrown);
        Assert.Equal(Enumerable.Range(0, 100).Where(i => i % 10 != 3).Select(i => $"new-{i:D2}").Append("taken"), await Keys());
    }

    [Fact]
    public async Task When_the_commit_fails_every_caller_of_the_group_hears_it_even_the_refused_ones()
    {
        await Insert("taken");
        using var started = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        var first = Record.ExceptionAsync(() => Task.Run(() => _database.WriteAsync(_ =>
        {
            started.Set();
            return release.Wait(TimeSpan.FromSeconds(30));
        })));
        started.Wait(TimeSpan.FromSeconds(30));

        var callers = new[] { first, Record.ExceptionAsync(() => Insert("new")), Record.ExceptionAsync(() => Insert("taken")) };
        var breaks = Record.ExceptionAsync(() => _database.WriteAsync(c => c.Run("ROLLBACK"))); // leaves nothing to commit
        release.Set();

        Assert.All(await Task.WhenAll(callers), e => Assert.IsType<StoreBusyException>(e));
        Assert.IsType<StoreBusyException>(await breaks);
        await Insert("after");
        Assert.Equal(["after", "taken"], await Keys());
    }

    [Fact]
    public async Task A_caller_who_goes_away_before_his_turn_is_skipped()
    {
        using var started = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        // Whoever finds nobody writing commits on his own thread: this one must not be the test's.
        var first = Task.Run(() => _database.WriteAsync(_ =>
        {
            started.Set();
            return release.Wait(TimeSpan.FromSeconds(30));
        }));
        started.Wait(TimeSpan.FromSeconds(30));
        using var gone = new CancellationTokenSource();
        var second = _tables.CommitAsync("Rows", "p", [Write.Insert("never", new())], gone.Token);
        var third = Insert("third");

        await gone.CancelAsync();
        release.Set();

        await first;
        await third;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        Assert.Equal(["third"], await Keys());
    }

    [Fact]
    public async Task Closing_commits_what_waits_and_then_refuses()
    {
        var waiting = Enumerable.Range(0, 500).Select(i => Insert($"{i:D3}")).ToList();
        _database.Dispose();
        await Task.WhenAll(waiting);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => Insert("late"));

        using var again = new SqliteDatabase(File);
        Assert.Equal(500, (await new SqliteTables(again).RangeAsync("Rows", "p", "", "~", 1000)).Count);
    }

    [Theory]
    [InlineData(true, 2)]
    [InlineData(false, 1)]
    public async Task A_commit_is_synced_to_disk_unless_switched_off(bool full, long synchronous)
    {
        using var database = new SqliteDatabase(_directory.File("other.db"), new(full));

        Assert.Equal(synchronous, await database.WriteAsync(c => c.Number("PRAGMA synchronous")));
        Assert.Equal("wal", database.Read(c =>
        {
            using var mode = c.Prepare("PRAGMA journal_mode");
            return mode.Step() ? mode.Text(0) : null;
        }));
    }

    [Fact]
    public void A_file_of_a_newer_version_is_left_alone()
    {
        var file = _directory.File("newer.db");
        using (var connection = new SqliteConnection($"Data Source={file};Pooling=False"))
        {
            connection.Open();
            Execute(connection, "PRAGMA user_version=99");
        }

        var e = Assert.Throws<InvalidDataException>(() => new SqliteDatabase(file));
        Assert.Contains("schema 99", e.Message, StringComparison.Ordinal);
    }

    private async Task Insert(string key) => await _tables.CommitAsync("Rows", "p", [Write.Insert(key, new("{}"))]);

    private async Task<IEnumerable<string>> Keys() => (await _tables.RangeAsync("Rows", "p", "", "~", 1000)).Select(r => r.Key);

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}

using FunctionsAgent.Storage;

namespace FunctionsAgent.Tests.Storage;

public sealed class SqliteTablesTests : TablesContract, IDisposable
{
    private readonly TempDirectory _directory = new();
    private SqliteDatabase? _database;

    public void Dispose()
    {
        _database?.Dispose();
        _directory.Dispose();
    }

    protected override Task<ITables> OpenAsync()
    {
        _database = new SqliteDatabase(_directory.File("agent.db"));
        return Task.FromResult<ITables>(new SqliteTables(_database));
    }

    protected override Task CloseAsync()
    {
        _database!.Dispose();
        return Task.CompletedTask;
    }
}

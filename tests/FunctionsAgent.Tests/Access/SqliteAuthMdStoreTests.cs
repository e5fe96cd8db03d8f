using FunctionsAgent.Storage;
using FunctionsAgent.Tests.Storage;

namespace FunctionsAgent.Tests.Access;

public sealed class SqliteAuthMdStoreTests : AuthMdStoreContract, IDisposable
{
    private readonly TempDirectory directory = new();
    private SqliteDatabase? database;

    public void Dispose()
    {
        database?.Dispose();
        directory.Dispose();
    }

    protected override Task<ITables> OpenAsync() => Task.FromResult<ITables>(new SqliteTables(database ??= new(directory.File("agent.db"))));
}

using FunctionsAgent.Conversations;
using FunctionsAgent.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsAgent.Tests.Drivers;

/// <summary>Stands before the host's tables: a test fails a commit before or after it is made.</summary>
internal sealed class TablesDecorator : ITables
{
    private ITables inner = null!;

    /// <summary>Throws instead of the commit.</summary>
    public Action<TableCommit>? Before { get; set; }

    /// <summary>Throws although the commit was made: what a caller sees whose connection breaks.</summary>
    public Action<TableCommit>? After { get; set; }

    public void Register(IServiceCollection services) => services.Decorate<ITables>(tables =>
    {
        inner = tables;
        return this;
    });

    public Task<Row?> GetAsync(string table, string partition, string key, CancellationToken ct = default) => inner.GetAsync(table, partition, key, ct);

    public Task<IReadOnlyList<Row>> RangeAsync(string table, string partition, string from, string to, int take, CancellationToken ct = default) =>
        inner.RangeAsync(table, partition, from, to, take, ct);

    public async Task<IReadOnlyList<string>> CommitAsync(string table, string partition, IReadOnlyList<Write> writes, CancellationToken ct = default)
    {
        var commit = new TableCommit(table, partition, writes);
        Before?.Invoke(commit);
        var etags = await inner.CommitAsync(table, partition, writes, ct);
        After?.Invoke(commit);
        return etags;
    }
}

internal sealed record TableCommit(string Table, string Partition, IReadOnlyList<Write> Writes)
{
    /// <summary>Whether it appends an event of this type.</summary>
    public bool Appends(string type) => Table == Keys.Table && Writes.Any(w => w.Key.StartsWith("e:", StringComparison.Ordinal) && w.Cells.Json!.Contains($"\"type\":\"{type}\"", StringComparison.Ordinal));

    /// <summary>Whether it moves the head of a thread.</summary>
    public bool MovesHead => Table == Keys.Table && Writes.Any(w => w.Key == Keys.Head);
}

using System.Text.Json;
using FunctionsAgent.Conversations;
using FunctionsAgent.Pipeline;
using FunctionsAgent.Storage;

namespace FunctionsAgent.Tests.Chaos;

internal sealed class CrashingTables(ITables inner, Crashes crashes) : ITables
{
    public const string Seam = "ITables";

    public Task<Row?> GetAsync(string table, string partition, string key, CancellationToken ct = default) =>
        crashes.AroundAsync(Seam, $"get {table} {Prefix(table, key)}", () => inner.GetAsync(table, partition, key, ct));

    public Task<IReadOnlyList<Row>> RangeAsync(string table, string partition, string from, string to, int take, CancellationToken ct = default) =>
        crashes.AroundAsync(Seam, $"range {table} {Prefix(table, from)}", () => inner.RangeAsync(table, partition, from, to, take, ct));

    public Task<IReadOnlyList<string>> CommitAsync(string table, string partition, IReadOnlyList<Write> writes, CancellationToken ct = default) =>
        crashes.AroundAsync(Seam, $"commit {table} {What(table, writes)}", () => inner.CommitAsync(table, partition, writes, ct));

    /// <summary>Which stage committed, the state of a receipt, or the kinds of rows.</summary>
    private static string What(string table, IReadOnlyList<Write> writes)
    {
        if (table != Keys.Table) return Prefix(table, writes[0].Key);
        if (writes.FirstOrDefault(w => w.Key.StartsWith("e:", StringComparison.Ordinal)) is { } e) return "stage " + Member(e, "stage");
        if (writes is [{ Cells.Json: { } } receipt]) return $"{Prefix(table, receipt.Key)}{Member(receipt, "status")}";
        return string.Join(' ', writes.Select(w => Prefix(table, w.Key)).Distinct().Order(StringComparer.Ordinal));
    }

    private static string Member(Write write, string name)
    {
        using var json = JsonDocument.Parse(write.Cells.Json!);
        return json.RootElement.GetProperty(name).GetString()!;
    }

    private static string Prefix(string table, string key) => table == Keys.Table && key.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon ? key[..(colon + 1)]
        : table == Keys.Table || table == Pauses.Table ? key : "";
}

using System.Runtime.CompilerServices;
using Azure;
using Azure.Core;
using Azure.Data.Tables;
using Azure.Identity;

namespace FunctionsAgent.Storage;

/// <summary>
/// <see cref="ITables"/> on Azure Table Storage. A cell is a property of the same name, an absent cell an absent
/// property; a table is created on its first use. A commit is one entity-group transaction, also for a single write.
/// </summary>
public sealed class AzureTables : ITables
{
    private readonly TableServiceClient _reads;
    private readonly TableServiceClient _commits;
    private readonly FirstUse _created = new();

    /// <summary>
    /// A commit is sent once: the client's own retry after a lost answer would meet its own rows and report as a
    /// conflict what the contract calls busy. The pipeline backs off and looks at the rows first.
    /// </summary>
    internal AzureTables(Func<TableClientOptions, TableServiceClient> connect) =>
        (_reads, _commits) = (connect(Options(retries: 2)), connect(Options(retries: 0)));

    /// <summary>By address and identity: the role Storage Table Data Contributor is enough.</summary>
    public static AzureTables Create(Uri service, TokenCredential? credential = null)
    {
        var identity = credential ?? new DefaultAzureCredential();
        return new(options => new TableServiceClient(service, identity, options));
    }

    /// <summary>By connection string: Azurite's <c>UseDevelopmentStorage=true</c>, or an account with keys.</summary>
    public static AzureTables Create(string connectionString) => new(options => new TableServiceClient(connectionString, options));

    public async Task<Row?> GetAsync(string table, string partition, string key, CancellationToken ct = default)
    {
        TableLimits.Key(table, "partition key", partition);
        TableLimits.Key(table, "row key", key);
        return await CallAsync(_reads, table, partition, async client =>
        {
            var found = await client.GetEntityIfExistsAsync<TableEntity>(partition, key, cancellationToken: ct);
            return found.HasValue ? ToRow(found.Value!) : null;
        }, ct);
    }

    public async Task<IReadOnlyList<Row>> RangeAsync(string table, string partition, string from, string to, int take, CancellationToken ct = default)
    {
        TableLimits.Key(table, "partition key", partition);
        if (take <= 0) return [];

        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {from} and RowKey lt {to}");
        return await CallAsync<IReadOnlyList<Row>>(_reads, table, partition, async client =>
        {
            var rows = new List<Row>();
            // A page may come back short or empty: the service stops at 1,000 rows and at partition boundaries.
            await foreach (var entity in client.QueryAsync<TableEntity>(filter, Math.Min(take, 1000), cancellationToken: ct))
            {
                rows.Add(ToRow(entity));
                if (rows.Count == take) break;
            }
            return rows;
        }, ct);
    }

    public async Task<IReadOnlyList<string>> CommitAsync(string table, string partition, IReadOnlyList<Write> writes, CancellationToken ct = default)
    {
        TableLimits.Check(table, partition, writes);
        var actions = writes.Select(write => ToAction(partition, write)).ToList();
        return await CallAsync<IReadOnlyList<string>>(_commits, table, partition, async client =>
        {
            try
            {
                var answer = await client.SubmitTransactionAsync(actions, ct);
                return [.. answer.Value.Select(response => response.Headers.ETag?.ToString() ?? "")];
            }
            catch (RequestFailedException e) when (AzureFailures.IsConflict(e))
            {
                var row = e is TableTransactionFailedException { FailedTransactionActionIndex: { } index } && index < writes.Count
                    ? $"{writes[index].Kind} of row {writes[index].Key}" : "a write";
                throw new ConflictException($"{table}/{partition}: {row} found another version ({AzureFailures.Describe(e)}); nothing was written.", e);
            }
            catch (RequestFailedException e) when (AzureFailures.IsOverLimit(e))
            {
                throw new LimitException($"{table}/{partition}: Azure refused {writes.Count} rows as too large ({AzureFailures.Describe(e)}); nothing was written.");
            }
        }, ct);
    }

    private async Task<T> CallAsync<T>(
        TableServiceClient service, string table, string partition, Func<TableClient, Task<T>> call, CancellationToken ct, [CallerMemberName] string verb = "")
    {
        var client = service.GetTableClient(table);
        try
        {
            await _created.EnsureAsync(table, () => _reads.GetTableClient(table).CreateIfNotExistsAsync(CancellationToken.None), ct);
            return await call(client);
        }
        catch (Exception e) when (AzureFailures.IsBusy(e, ct))
        {
            if (e is RequestFailedException r && AzureFailures.IsMissing(r)) _created.Forget(table);
            throw new StoreBusyException($"{table}/{partition}: {verb} failed ({AzureFailures.Describe(e)}); try again, a write may have been applied.", e);
        }
    }

    private static TableTransactionAction ToAction(string partition, Write write)
    {
        var entity = new TableEntity(partition, write.Key);
        if (write.Cells.Json is { } json) entity[nameof(Cells.Json)] = json;
        if (write.Cells.Content is { } content) entity[nameof(Cells.Content)] = content;
        if (write.Cells.Salt is { } salt) entity[nameof(Cells.Salt)] = salt;
        if (write.Cells.Hash is { } hash) entity[nameof(Cells.Hash)] = hash;
        return write.Kind switch
        {
            WriteKind.Insert => new(TableTransactionActionType.Add, entity),
            WriteKind.Update => new(TableTransactionActionType.UpdateReplace, entity, new ETag(write.ETag!)),
            WriteKind.Upsert => new(TableTransactionActionType.UpsertReplace, entity),
            _ => new(TableTransactionActionType.Delete, entity, write.ETag is null ? ETag.All : new ETag(write.ETag)),
        };
    }

    private static Row ToRow(TableEntity entity) => new(entity.RowKey, entity.ETag.ToString(), new Cells(
        entity.GetString(nameof(Cells.Json)), entity.GetBinary(nameof(Cells.Content)),
        entity.GetBinary(nameof(Cells.Salt)), entity.GetString(nameof(Cells.Hash))));

    /// <summary>The pipeline backs off by itself, for up to two minutes: here only what a hiccup needs.</summary>
    private static TableClientOptions Options(int retries) => new()
    {
        Retry = { MaxRetries = retries, Delay = TimeSpan.FromMilliseconds(200), MaxDelay = TimeSpan.FromSeconds(2), NetworkTimeout = TimeSpan.FromSeconds(15) },
    };
}

using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Azure;
using Azure.Core;
using Azure.Data.Tables;
using Azure.Identity;

namespace FunctionsAgent.Storage;

/// <summary>
/// <see cref="ITables"/> on Azure Table Storage. A cell is a property of the same name, an absent cell an absent
/// property; a table is created on its first use. A commit is one entity-group transaction, also for a single write; its rows
/// carry its mark in a property of their own, by which it is recognised when its answer is lost.
/// </summary>
public sealed partial class AzureTables : ITables
{
    private const string Mark = "Commit";

    private readonly TableServiceClient _reads;
    private readonly TableServiceClient _commits;
    private readonly FirstUse _created = new();

    /// <summary>
    /// A commit is sent once: the client's own retry after a lost answer would meet its own rows and report as a
    /// conflict what the contract calls busy.
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
        TableLimits.Address(table, partition, key);
        return await CallAsync(_reads, table, partition, async client =>
        {
            var found = await client.GetEntityIfExistsAsync<TableEntity>(partition, key, cancellationToken: ct);
            return found.HasValue ? ToRow(found.Value!) : null;
        }, ct);
    }

    public async Task<IReadOnlyList<Row>> RangeAsync(string table, string partition, string from, string to, int take, CancellationToken ct = default)
    {
        TableLimits.Address(table, partition);
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
        if (writes.FirstOrDefault(write => write.ETag is { } etag && !OurETag().IsMatch(etag)) is { } foreign)
            throw new ConflictException($"{table}/{partition}: {foreign.Kind} of row {foreign.Key} under an ETag no row here can have; nothing was written.");
        var mark = Guid.NewGuid().ToString("N");
        var actions = writes.Select(write => ToAction(partition, write, mark)).ToList();
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
            catch (Exception e) when (AzureFailures.IsDoubtful(e, ct))
            {
                if (await OutcomeAsync(table, partition, writes, mark, ct) is { } etags) return etags;
                throw;
            }
        }, ct);
    }

    /// <summary>
    /// The answer to a commit was lost: its ETags when all its rows are there with its mark, as a transaction is applied whole.
    /// Null when that cannot be seen: it may still be under way, a later commit may have written over it, it only deleted. The caller
    /// hears busy then and runs again, which contracts C1 make safe: the stage finds its <c>d:</c> row, a call its <c>r:</c> row.
    /// </summary>
    private async Task<IReadOnlyList<string>?> OutcomeAsync(string table, string partition, IReadOnlyList<Write> writes, string mark, CancellationToken ct)
    {
        if (writes.All(write => write.Kind == WriteKind.Delete)) return null;
        var client = _reads.GetTableClient(table);
        var etags = new string[writes.Count];
        try
        {
            for (var i = 0; i < etags.Length; i++)
            {
                etags[i] = "";
                if (writes[i].Kind == WriteKind.Delete) continue;
                var found = await client.GetEntityIfExistsAsync<TableEntity>(partition, writes[i].Key, [Mark], ct);
                if (!found.HasValue || found.Value!.GetString(Mark) != mark) return null;
                etags[i] = found.Value.ETag.ToString();
            }
            return etags;
        }
        catch (Exception e) when (AzureFailures.IsBusy(e, ct))
        {
            return null;
        }
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
            throw AzureFailures.Busy($"{table}/{partition}: {verb} failed{(verb == nameof(CommitAsync) && AzureFailures.IsDoubtful(e, ct) ? ", and a write may have been applied" : "")}", e);
        }
    }

    private static TableTransactionAction ToAction(string partition, Write write, string mark)
    {
        var entity = new TableEntity(partition, write.Key) { [Mark] = mark };
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

    private static TableClientOptions Options(int retries) => new() { RetryPolicy = new ShortRetry(retries), Retry = { NetworkTimeout = TimeSpan.FromSeconds(15) } };

    // Any other is answered with 400, and * would match whatever is there.
    [GeneratedRegex("""\AW/"datetime'[0-9TZ:.%A-F-]+'"\z""", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex OurETag();
}

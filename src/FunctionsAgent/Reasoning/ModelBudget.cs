using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using FunctionsAgent.Conversations;
using FunctionsAgent.Storage;
using Microsoft.Extensions.Logging;

namespace FunctionsAgent.Reasoning;

/// <summary>
/// What an agent's models used on a UTC day. Table <c>ModelSpend</c>, partition = agent, row = day and instance: an instance writes the sum
/// of its own calls after each, and reads those of all before the next. What is under way, and the last <see cref="Fresh"/> of other
/// instances, is not in it: by so much a day may be overdrawn.
/// </summary>
public sealed partial class ModelBudget(ITables tables, TimeProvider time, ProcessIdentity process, ILogger<ModelBudget> logger)
{
    public const string Table = "ModelSpend";

    /// <summary>How old the sums of other instances may be.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    /// <summary>How long a day's sums are kept; the log has each call for good.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(40);

    private const int MostInstances = 1000;
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    private readonly ConcurrentDictionary<string, Purse> purses = new(StringComparer.Ordinal);

    /// <summary>Whether the day's tokens or cost are used up. Nothing is read for an agent without limits.</summary>
    /// <exception cref="StoreBusyException">It cannot be known now.</exception>
    public async Task<bool> IsSpentAsync(ModelRequest request, CancellationToken ct)
    {
        if (request is { TokensPerDay: null, CostPerDay: null }) return false;
        var purse = purses.GetOrAdd(request.Agent, _ => new Purse());
        using (await purse.EnterAsync(ct))
        {
            await RefreshAsync(request.Agent, purse, ct);
            var spent = purse.Own + purse.Others;
            return spent.Tokens >= request.TokensPerDay || spent.Cost >= request.CostPerDay;
        }
    }

    /// <summary>Notes what a call took. A store that is busy gets it with the next one: the answer is not lost for it.</summary>
    public async Task AddAsync(string agent, ModelEndpoint endpoint, long inputTokens, long outputTokens, CancellationToken ct)
    {
        var purse = purses.GetOrAdd(agent, _ => new Purse());
        using (await purse.EnterAsync(ct))
        {
            var today = Today();
            var isFirst = purse.Day != today || purse.Own == default;
            if (purse.Day != today) (purse.Day, purse.Own, purse.Others, purse.ReadAt) = (today, default, default, null);
            purse.Own += new Spent(1, inputTokens + outputTokens, endpoint.Cost(inputTokens, outputTokens));
            try
            {
                await tables.CommitAsync(Table, Partition(agent), [Write.Upsert(Row(today), new Cells(JsonSerializer.Serialize(purse.Own, Options)))], ct);
                if (isFirst) await ForgetAsync(agent, ct);
            }
            catch (StoreBusyException)
            {
                Log.NotWritten(logger, agent);
            }
        }
    }

    private async Task RefreshAsync(string agent, Purse purse, CancellationToken ct)
    {
        var today = Today();
        if (purse.Day == today && purse.ReadAt is { } at && time.GetElapsedTime(at) < Fresh) return;
        if (purse.Day != today) (purse.Day, purse.Own) = (today, default);
        var rows = await tables.RangeAsync(Table, Partition(agent), today + ":", today + ";", MostInstances, ct);
        purse.Others = rows.Where(row => row.Key != Row(today)).Select(row => JsonSerializer.Deserialize<Spent>(row.Cells.Json!, Options)).Aggregate(default(Spent), (sum, one) => sum + one);
        purse.ReadAt = time.GetTimestamp();
    }

    /// <summary>Every day of every instance leaves a row; nobody looks at those that are long over.</summary>
    private async Task ForgetAsync(string agent, CancellationToken ct)
    {
        var oldest = Day(time.GetUtcNow() - Kept);
        await tables.DeleteAsync(Table, Partition(agent), await tables.RangeAsync(Table, Partition(agent), "", oldest, TableLimits.TransactionRows, ct), ct);
    }

    private string Today() => Day(time.GetUtcNow());

    private static string Day(DateTimeOffset at) => at.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private string Row(string day) => $"{day}:{Hashing.Id(process.Id)}";

    private static string Partition(string agent) => agent;

    private readonly record struct Spent(long Calls, long Tokens, long Cost)
    {
        public static Spent operator +(Spent a, Spent b) => new(a.Calls + b.Calls, a.Tokens + b.Tokens, a.Cost + b.Cost);
    }

    private sealed class Purse : IDisposable
    {
        private readonly SemaphoreSlim gate = new(1);

        public string? Day { get; set; }
        public Spent Own { get; set; }
        public Spent Others { get; set; }
        public long? ReadAt { get; set; }

        public async Task<IDisposable> EnterAsync(CancellationToken ct)
        {
            await gate.WaitAsync(ct);
            return this;
        }

        public void Dispose() => gate.Release();
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "What the models of {Agent} used could not be written; it is with the next call.")]
        public static partial void NotWritten(ILogger logger, string agent);
    }
}

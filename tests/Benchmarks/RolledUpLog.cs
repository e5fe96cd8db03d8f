using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using FunctionsAgent.Conversations;
using FunctionsAgent.Feedback;
using FunctionsAgent.Queues;
using FunctionsAgent.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Benchmarks;

/// <summary>
/// The nightly roll-up over logs of ten days: conversations of ten events each, four in ten by persons who are known and come back. A
/// process of its own rolls up night after night and counts everything again from the log, so that its memory is the roll-up's.
/// </summary>
internal static class RolledUpLog
{
    /// <summary>With a folder: this process is a fresh one that rolls up what lies there.</summary>
    public const string FirstArgument = "--roll-up";

    private const int Days = 10;
    private const int AtOnce = 64;
    private const int EventsEach = 10;

    private static readonly DateTimeOffset Begin = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);
    private static readonly string[] Families = ["order_status", "returns", "delivery", "account", "warranty"];

    /// <summary>Conversations, and ten times as many.</summary>
    public static async Task<RollUpFigures> MeasureAsync(string folder, int conversations, Action<string> told)
    {
        var found = new List<RollUpRun>();
        foreach (var n in new[] { conversations / 10, conversations })
        {
            var directory = Directory.CreateDirectory(Path.Combine(folder, $"roll-up-{n}")).FullName;
            await WriteAsync(directory, n);
            found.Add(await InProcessOfItsOwnAsync(directory));
            told(string.Create(CultureInfo.InvariantCulture, $"  {n * EventsEach:N0} events: {found[^1].Seconds:N1} s"));
        }
        return new(conversations * EventsEach, found[1], found[1].Seconds / found[0].Seconds);
    }

    public static async Task<int> RunAsync(string directory)
    {
        using var database = new SqliteDatabase(Path.Combine(directory, "store.db"), new SqliteOptions(false));
        var (tables, blobs) = (new SqliteTables(database), new FileBlobs(Path.Combine(directory, "blobs")));
        var clock = new FixedClock(Begin.AddDays(Days).AddHours(2));
        var indexes = new Indexes(tables);
        var rollUps = new RollUps(tables, blobs, indexes, clock);
        var recount = new Recount(tables, blobs, indexes, rollUps, clock, NullLogger<Recount>.Instance);
        var log = new ConversationLog(tables, blobs, clock, new LogWatch(clock));
        var nightly = new Nightly(rollUps, recount, log, new NoQueues(), new NightLease(tables, new ProcessIdentity("benchmark", sole: true), clock), clock, NullLogger<Nightly>.Instance);

        var begin = Stopwatch.GetTimestamp();
        await nightly.RunAsync(CancellationToken.None);
        var seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        var peak = Peak();
        var rolled = await rollUps.ReadAsync(DateOnly.FromDateTime(Begin.UtcDateTime), DateOnly.MaxValue, now: false, CancellationToken.None);
        begin = Stopwatch.GetTimestamp();
        var recounted = await recount.RunAsync(null, replace: false, CancellationToken.None);
        Console.WriteLine(JsonSerializer.Serialize(new RollUpRun(
            seconds, peak, rolled.Cells.Sum(c => c[Counters.Cases]) + rolled.Open.Values.Sum(), rolled.Cells.Count, Stopwatch.GetElapsedTime(begin).TotalSeconds, recounted.Differ, recounted.Cells)));
        return 0;
    }

    /// <summary>Bytes the process had at most, as Linux tells them.</summary>
    private static long Peak()
    {
        Process.GetCurrentProcess().Refresh();
        return Process.GetCurrentProcess().PeakWorkingSet64;
    }

    private static async Task<RollUpRun> InProcessOfItsOwnAsync(string directory)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet") start.ArgumentList.Add(typeof(RolledUpLog).Assembly.Location);
        start.ArgumentList.Add(FirstArgument);
        start.ArgumentList.Add(directory);
        using var process = Process.Start(start)!;
        var line = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? JsonSerializer.Deserialize<RollUpRun>(line)! : throw new InvalidOperationException($"The roll-up ended with {process.ExitCode}.");
    }

    private static async Task WriteAsync(string directory, int conversations)
    {
        using var database = new SqliteDatabase(Path.Combine(directory, "store.db"), new SqliteOptions(false));
        var tables = new SqliteTables(database);
        var clock = new FixedClock(Begin);
        var log = new ConversationLog(tables, new FileBlobs(Path.Combine(directory, "blobs")), clock, new LogWatch(clock));
        var indexes = new Indexes(tables);
        var each = TimeSpan.FromDays(Days) * 0.999 * AtOnce / conversations;
        for (var n = 0; n < conversations; n += AtOnce)
        {
            await Task.WhenAll(Enumerable.Range(n, Math.Min(AtOnce, conversations - n)).Select(i => Task.Run(async () =>
            {
                var thread = Hashing.Id($"conversation {i}");
                await indexes.EnterDayAsync("shop", Indexes.Day(clock.GetUtcNow()), thread, CancellationToken.None);
                await log.CommitAsync(thread, new Snapshot(Head.Empty, null, State.Empty), "input", null, new Decision(Events(i), []), CancellationToken.None);
            })));
            clock.Now += each;
        }
    }

    private static ImmutableArray<EventBody> Events(int n) =>
    [
        new(EventTypes.ConversationStarted, new() { ["agent"] = "shop", ["channel"] = n % 3 == 0 ? "email" : "chat", ["route"] = "r", ["version"] = "0123456789ab" }),
        new(EventTypes.MessageReceived, Received(n), [new Piece("text", "personal", "customer", $"Where is my order #W{1000 + n}?")]),
        new(EventTypes.TurnStarted, new() { ["answers"] = new JsonArray($"m{n}"), ["received"] = 2, ["day"] = "d", ["next"] = "reasoning" }),
        new(EventTypes.InputChecked, new() { ["characters"] = 27, ["verdicts"] = new JsonArray(new JsonObject { ["rule"] = "size", ["version"] = "1", ["do"] = "allow" }), ["next"] = "reasoning" }),
        new(EventTypes.IntentMatched, new() { ["intent"] = Families[n % Families.Length], ["by"] = "shop" }),
        new(EventTypes.ToolCalled, new() { ["target"] = "api://get_order", ["key"] = Hashing.Id($"{n}"), ["tool"] = "get_order", ["effect"] = n % 7 == 0 ? "write" : "read", ["milliseconds"] = 12, ["outcome"] = "ok" },
            [new Piece("result.status", "internal", "tool:get_order", "\"shipped\"")]),
        new(EventTypes.ScriptStepped, new() { ["flow"] = "shop", ["position"] = "order_status/reply:153", ["step"] = 3, ["effect"] = "Reply", ["next"] = "output" }),
        new(EventTypes.OutputChecked, new() { ["kind"] = "answer", ["characters"] = 80, ["next"] = "delivery" }, [new Piece("text", "personal", "script", "Your order has shipped and is expected on Wednesday.")]),
        new(EventTypes.ReplySent, new() { ["kind"] = n % 11 == 0 ? "fallback" : "answer", ["answers"] = new JsonArray($"m{n}"), ["outcome"] = "sent", ["checked"] = 8 }, [new Piece("text", "personal", "script", "Your order has shipped.")]),
        new(EventTypes.TurnEnded, new() { ["outcome"] = n % 11 == 0 ? "fallback" : "answer" }),
    ];

    private static JsonObject Received(int n)
    {
        var data = new JsonObject { ["messageId"] = $"m{n}", ["assurance"] = n % 10 < 4 ? "channel" : "none", ["characters"] = 27 };
        if (n % 10 < 4) data["person"] = Hashing.Id($"person {n / 3}")[..22];
        return data;
    }

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }

    private sealed class NoQueues : IQueueSender
    {
        public Task SendAsync(string queue, string session, Envelope envelope, DateTimeOffset? due = null, CancellationToken ct = default) => Task.CompletedTask;
    }
}

/// <param name="Peak">Bytes of the process's working set at most, until the roll-up was done.</param>
/// <param name="Again">Seconds of counting everything again from the log.</param>
/// <param name="Differ">Counters that were not the same then.</param>
internal sealed record RollUpRun(double Seconds, long Peak, long Cases, int Cells, double Again, int Differ, int Compared);

/// <param name="Ratio">Its time against that of a tenth of it.</param>
internal sealed record RollUpFigures(int Events, RollUpRun Run, double Ratio)
{
    public const double SecondsTarget = 20;
    public const long PeakTarget = 300_000_000;
    public const double RatioTarget = 11;
}

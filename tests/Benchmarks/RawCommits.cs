using System.Diagnostics;
using FunctionsAgent.Conversations;
using FunctionsAgent.Storage;

namespace Benchmarks;

/// <summary>
/// What the store gives when nothing else is done: N callers, each on a partition of its own of one database with FULL
/// durability, commit what a stage commits on the way of an order question, one commit after the other: the head under its ETag, three
/// events of which one has content, the state, the <c>d:</c> row. Rows and sizes are the averages of a real turn's stages.
/// </summary>
internal static class RawCommits
{
    private const int Events = 3;

    /// <summary>Commits per second.</summary>
    public static async Task<double> MeasureAsync(string folder, int callers, TimeSpan length)
    {
        var directory = Directory.CreateDirectory(Path.Combine(folder, $"commits-{Guid.NewGuid():n}"));
        try
        {
            using var database = new SqliteDatabase(Path.Combine(directory.FullName, "store.db"));
            var tables = new SqliteTables(database);
            var warm = Stopwatch.GetTimestamp() + Ticks(length / 4);
            var end = warm + Ticks(length);
            var done = await Task.WhenAll(Enumerable.Range(0, callers).Select(n => Task.Run(() => CallerAsync(tables, Hashing.Id($"partition {n}"), warm, end))));
            return done.Sum() / length.TotalSeconds;
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static async Task<int> CallerAsync(SqliteTables tables, string partition, long warm, long end)
    {
        string? etag = null;
        var counted = 0;
        for (var n = 0; Stopwatch.GetTimestamp() < end; n++)
        {
            etag = (await tables.CommitAsync(Keys.Table, partition, Writes(n, etag)))[0];
            if (Stopwatch.GetTimestamp() is var now && now >= warm && now < end) counted++;
        }
        return counted;
    }

    private static List<Write> Writes(int n, string? etag)
    {
        var head = new Cells(Sample.Head);
        var writes = new List<Write>(Events + 3) { etag is null ? Write.Insert(Keys.Head, head) : Write.Update(Keys.Head, etag, head) };
        for (var i = 0; i < Events; i++)
            writes.Add(Write.Insert(Keys.Event(((long)n * Events) + i + 1), i > 0 ? new Cells(Sample.Event, Hash: Sample.Hash) : new Cells(Sample.Event, Sample.Content, Sample.Salt, Sample.Hash)));
        writes.Add(Write.Upsert(Keys.State, new Cells(Content: Sample.State)));
        writes.Add(Write.Insert(Keys.Taken($"envelope:{n}"), new Cells(Sample.Taken)));
        return writes;
    }

    private static long Ticks(TimeSpan time) => (long)(time.TotalSeconds * Stopwatch.Frequency);

    /// <summary>Cells of the sizes that an order question leaves behind; <c>--json</c> prints what a turn commits on average.</summary>
    private static class Sample
    {
        public static readonly string Head = Text(480);
        public static readonly string Event = Text(360);
        public static readonly byte[] Content = new byte[310];
        public static readonly byte[] Salt = new byte[16];
        public static readonly string Hash = new('h', 43);
        public static readonly byte[] State = new byte[280];
        public static readonly string Taken = Text(400);

        private static string Text(int length) => "{\"a\":\"" + new string('x', length - 8) + "\"}";
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using FunctionsAgent.Knowledge;

namespace Benchmarks;

/// <summary>The knowledge index with generated articles, in a process of its own, so that its memory is the index's.</summary>
internal static class KnowledgeSearch
{
    /// <summary>With a folder, a number of articles and one of questions: this process is a fresh one that indexes them.</summary>
    public const string FirstArgument = "--knowledge";

    private const int Take = 5;
    private const int WarmUp = 200;

    public static async Task<KnowledgeFigures> MeasureAsync(string folder, int articles, int questions)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet") start.ArgumentList.Add(typeof(KnowledgeSearch).Assembly.Location);
        foreach (var argument in new[] { FirstArgument, folder, articles.ToString(CultureInfo.InvariantCulture), questions.ToString(CultureInfo.InvariantCulture) }) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var line = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? JsonSerializer.Deserialize<KnowledgeFigures>(line)! : throw new InvalidOperationException($"The knowledge index ended with {process.ExitCode}.");
    }

    public static int Run(string folder, int articles, int questions)
    {
        var source = new KnowledgeArticles();
        var begin = Stopwatch.GetTimestamp();
        var index = KnowledgeIndex.Build(Enumerable.Range(0, articles).Select(n => source.Article(n)));
        var seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        using var self = Process.GetCurrentProcess();
        var peak = self.PeakWorkingSet64;

        var path = Path.Combine(folder, "knowledge.index");
        using (var file = File.Create(path)) index.Write(file);
        var (sections, length) = (index.Sections, new FileInfo(path).Length);
        index = KnowledgeIndex.Empty;
        GC.Collect();
        begin = Stopwatch.GetTimestamp();
        using (var file = File.OpenRead(path)) index = KnowledgeIndex.Read(file);
        var load = Stopwatch.GetElapsedTime(begin).TotalSeconds;

        var queries = Latencies(questions, n => _ = index.Search(source.Question(n), Reader.Anybody, Take));
        var changed = index;
        var updates = Latencies(questions / 4, n => changed = changed.With(source.Article(n * 31 % articles, revision: n + 1)));
        var queriesAfter = Latencies(questions / 2, n => _ = changed.Search(source.Question(n), Reader.Anybody, Take));
        Console.WriteLine(JsonSerializer.Serialize(new KnowledgeFigures(articles, sections, seconds, peak, length, load, queries, updates, queriesAfter)));
        return 0;
    }

    private static Latency Latencies(int count, Action<int> act)
    {
        for (var n = 0; n < WarmUp; n++) act(n);
        var taken = new double[count];
        for (var n = 0; n < count; n++)
        {
            var begin = Stopwatch.GetTimestamp();
            act(WarmUp + n);
            taken[n] = Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
        }
        return Latency.Of(taken);
    }
}

/// <param name="Seconds">Building the index, making up the articles included.</param>
/// <param name="Peak">Bytes of the process's working set at most, until it was built.</param>
/// <param name="File">Bytes.</param>
/// <param name="Load">Seconds of reading it again.</param>
/// <param name="Queries">Milliseconds of one of 3 to 12 words.</param>
/// <param name="Updates">Milliseconds of one article in place of its earlier text.</param>
/// <param name="QueriesAfter">Milliseconds of a query after all those updates.</param>
internal sealed record KnowledgeFigures(int Articles, int Sections, double Seconds, long Peak, long File, double Load, Latency Queries, Latency Updates, Latency QueriesAfter)
{
    public const int ArticlesTarget = 135_000;
    public const double SecondsTarget = 120;
    public const long PeakTarget = 1_500_000_000;
    public const double LoadTarget = 2;
    public const double QueryTarget = 20;
    public const double UpdateTarget = 100;

    public bool Met => Seconds <= SecondsTarget && Peak <= PeakTarget && Load <= LoadTarget && Queries.P99 <= QueryTarget && Updates.P99 <= UpdateTarget;
}

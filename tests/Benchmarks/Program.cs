using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using Benchmarks;

if (args is [Scripts.FirstArgument, var script]) return Scripts.ParseFirst(script);
if (args is [RolledUpLog.FirstArgument, var logs]) return await RolledUpLog.RunAsync(logs);
if (args is [KnowledgeSearch.FirstArgument, var index, var articles, var questions])
    return KnowledgeSearch.Run(index, int.Parse(articles, CultureInfo.InvariantCulture), int.Parse(questions, CultureInfo.InvariantCulture));
if (BenchmarkOptions.Parse(args) is not { } options)
{
    Console.Error.WriteLine(BenchmarkOptions.Usage);
    return 2;
}
var folder = Path.Combine(options.Data, $"functionsagent-benchmarks-{Guid.NewGuid():n}");
Directory.CreateDirectory(folder);
// The shop's API in this process takes the signals for its own and stays.
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => Leave(folder));
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => Leave(folder));
try
{
    var figures = await MeasureAsync(options, folder);
    if (options.Json) Report.PrintJson(figures, Console.Out);
    else Report.Print(figures, Console.Out);
    return 0;
}
finally
{
    Directory.Delete(folder, recursive: true);
}

static void Leave(string folder)
{
    try
    {
        Directory.Delete(folder, recursive: true);
    }
    catch (IOException)
    {
        // Somebody still writes: the system's own cleaning gets the rest.
    }
    Environment.Exit(130);
}

static async Task<Figures> MeasureAsync(BenchmarkOptions options, string folder)
{
    var length = TimeSpan.FromSeconds(options.Seconds);
    var commits = ImmutableArray.CreateBuilder<CommitFigures>();
    var turns = ImmutableArray.CreateBuilder<TurnFigures>();
    // The compiler's later tiers come with use: what follows measures the program as it runs, not as it starts.
    // For the same reason the most conversations come first.
    if (options.Wants("turns")) await Turns.MeasureAsync(folder, "always", 16, TimeSpan.FromSeconds(3));
    foreach (var n in options.Conversations.OrderDescending())
    {
        if (!options.Wants("commits") && !options.Wants("turns")) break;
        var raw = new List<double> { await RawCommits.MeasureAsync(folder, n, length / 2) };
        foreach (var runAhead in options.Wants("turns") ? options.RunAhead : [])
        {
            var measured = await Turns.MeasureAsync(folder, runAhead, n, length);
            raw.Add(await RawCommits.MeasureAsync(folder, n, length / 2));
            // A shared machine is not the same all the time: turns are compared with the commits before and after them.
            turns.Add(measured with { RawPerSecond = (raw[^2] + raw[^1]) / 2 });
        }
        commits.Add(new CommitFigures(n, raw.Average()));
    }
    var idle = options.Wants("idle") ? await IdleTurn.MeasureAsync(folder, options.IdleTurns) : null;
    var openLoop = options.Wants("latency") ? await OpenLoop.MeasureAsync(folder, length) : null;
    var cloud = ImmutableArray.CreateBuilder<CloudFigures>();
    foreach (var n in options.Wants("cloud") ? options.CloudConversations : [])
        foreach (var runAhead in options.RunAhead) cloud.Add(await Cloud.MeasureAsync(folder, runAhead, n, length));
    var access = options.Wants("access") ? await Access.MeasureAsync(folder, length, options.IdleTurns) : null;
    var memory = options.Only == "memory" ? await Memory.MeasureAsync(folder, options.MemoryTurns, point => LoadReport.Progress(point, Console.Error)) : null;
    var first = options.Publish && options.Wants("first") ? await FirstAnswer.MeasureAsync(folder) : null;
    var rollUp = options.Wants("kpi") ? await RolledUpLog.MeasureAsync(folder, options.RolledUp, Console.Error.WriteLine) : null;
    var scripts = options.Wants("scripts") ? Scripts.Measure() : null;
    var context = options.Wants("context") ? await LeanContext.MeasureAsync() : null;
    var care = options.Wants("care") ? CareBench.Measure(options.CareCopies) : null;
    var guards = options.Wants("guards") ? await GuardTurns.MeasureAsync(options.GuardRounds) : null;
    var intents = options.Wants("intents") ? Intents.Measure(options.IntentFolds) : null;
    var knowledge = options.Wants("knowledge") ? await KnowledgeSearch.MeasureAsync(folder, options.Articles, options.Articles < KnowledgeFigures.ArticlesTarget ? 400 : 2_000) : null;
    var hybrid = options.Wants("hybrid") ? await Hybrid.MeasureAsync(folder, options.HybridTurns) : null;
    return new Figures(Environment.ProcessorCount, "FULL", [.. commits.OrderBy(c => c.Callers)], [.. turns.OrderBy(t => t.Conversations)], idle, openLoop, [.. cloud], memory, first, scripts, access, rollUp, care)
    {
        Context = context, Intents = intents, Knowledge = knowledge, Hybrid = hybrid, Guards = guards,
    };
}

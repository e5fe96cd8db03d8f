using System.Diagnostics;
using System.Globalization;
using AgentScript.Linting;
using AgentScript.Model;
using AgentScript.Syntax;

namespace Benchmarks;

/// <summary>The parser, and the parser with the linter, on one thread: all public scripts again and again, and one script as the first of a process.</summary>
internal static class Scripts
{
    /// <summary>With a script's path: this process is a fresh one that parses it once and prints the milliseconds.</summary>
    public const string FirstArgument = "--first-script";

    private const int Starts = 5;
    private const int Rounds = 5;

    // About the size of script that the target is about.
    private const int FirstLength = 4500;

    // Of the processor, not of the clock: on a busy machine the compiler's later tiers come late.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(0.5);

    public static ScriptFigures Measure()
    {
        var paths = Paths();
        if (paths.Length == 0) return new(0, 0, null, null, null, null, "no scripts in ../shared/data/agent-script");
        var texts = Array.ConvertAll(paths, File.ReadAllText);
        var bytes = paths.Sum(p => new FileInfo(p).Length);
        var parsed = PerSecond(texts, bytes, static text => Parser.Parse(text));
        var linted = PerSecond(texts, bytes, static text => Linter.Lint(Script.Parse(text)));
        var first = paths.MinBy(p => Math.Abs(new FileInfo(p).Length - FirstLength))!;
        var (taken, processor) = (new double[Starts], new double[Starts]);
        for (var n = 0; n < Starts; n++) (taken[n], processor[n]) = StartAndParse(first);
        return new(paths.Length, bytes, parsed, linted, Latency.Of(taken).P50, Latency.Of(processor).P50, null);
    }

    /// <summary>Reading the file is the disk's affair and is not counted; compiling the parser is.</summary>
    public static int ParseFirst(string path)
    {
        var text = File.ReadAllText(path);
        var (begin, used) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        var tree = Parser.Parse(text, path);
        var taken = Stopwatch.GetElapsedTime(begin);
        used = Environment.CpuUsage.TotalTime - used;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{taken.TotalMilliseconds} {used.TotalMilliseconds}"));
        return tree.Mapping.Members.IsEmpty ? 1 : 0;
    }

    /// <summary>The median of the rounds, warm.</summary>
    private static double PerSecond(string[] texts, long bytes, Action<string> read)
    {
        var used = Environment.CpuUsage.TotalTime;
        while (Environment.CpuUsage.TotalTime - used < WarmUp) PerSecond(texts, bytes, read, TimeSpan.Zero);
        var rates = new double[Rounds];
        for (var n = 0; n < Rounds; n++) rates[n] = PerSecond(texts, bytes, read, Round);
        return Latency.Of(rates).P50;
    }

    private static double PerSecond(string[] texts, long bytes, Action<string> read, TimeSpan length)
    {
        var begin = Stopwatch.GetTimestamp();
        var times = 0;
        do
        {
            foreach (var text in texts) read(text);
            times++;
        }
        while (Stopwatch.GetElapsedTime(begin) < length);
        return bytes * times / 1e6 / Stopwatch.GetElapsedTime(begin).TotalSeconds;
    }

    private static (double Taken, double Processor) StartAndParse(string path)
    {
        var program = Environment.ProcessPath!;
        string[] arguments = Path.GetFileNameWithoutExtension(program) == "dotnet" ? [typeof(Scripts).Assembly.Location, FirstArgument, path] : [FirstArgument, path];
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var line = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0 || line.Split(' ') is not [var taken, var processor]) throw new InvalidOperationException($"{path} was not parsed: {line}");
        return (double.Parse(taken, CultureInfo.InvariantCulture), double.Parse(processor, CultureInfo.InvariantCulture));
    }

    private static string[] Paths()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(Path.Combine(folder.FullName, "FunctionsAgent.sln"))) continue;
            var data = Path.Combine(folder.FullName, "..", "shared", "data", "agent-script");
            string[] folders = [Path.Combine(data, "recipes"), Path.Combine(data, "fixtures")];
            return [.. folders.Where(Directory.Exists).SelectMany(f => Directory.EnumerateFiles(f, "*.agent")).Order(StringComparer.Ordinal)];
        }
        return [];
    }
}

/// <param name="PerSecond">Megabytes of text to trees, warm, the median of the rounds; null when there was nothing to read.</param>
/// <param name="LintedPerSecond">The same to trees, models and diagnostics.</param>
/// <param name="First">Milliseconds of the first parse of a fresh process, the median of its starts.</param>
/// <param name="FirstProcessor">The processor time of the same, compiling included: what a busy machine does not change.</param>
/// <param name="Reason">Why nothing was measured.</param>
internal sealed record ScriptFigures(int Count, long Bytes, double? PerSecond, double? LintedPerSecond, double? First, double? FirstProcessor, string? Reason);

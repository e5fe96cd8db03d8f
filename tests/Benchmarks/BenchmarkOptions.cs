using System.Collections.Immutable;
using System.Globalization;

namespace Benchmarks;

/// <summary>What to measure and for how long. A figure is never a test: the exit code tells only whether everything ran.</summary>
/// <param name="Seconds">Length of one measurement.</param>
/// <param name="IdleTurns">Turns of the single conversation whose latency is measured.</param>
/// <param name="Publish">Also publish the host and time its first answer.</param>
/// <param name="Data">Folder whose disk is measured.</param>
/// <param name="CloudConversations">As many at once, with stores and queues far away: what a turn costs then is the same for few and many, so a quick run measures few.</param>
/// <param name="RolledUp">Conversations that are rolled up, of ten events each.</param>
/// <param name="CareCopies">Of the shop whose articles are read against each other, some 4,000 each.</param>
/// <param name="Articles">Of the knowledge index, made up.</param>
/// <param name="IntentFolds">Of five folds of the public intents, how many are measured; null: all, and the second set.</param>
/// <param name="HybridTurns">Of the order question with a model that takes 800 ms an answer.</param>
/// <param name="GuardRounds">Messages of 2 KB and their replies, through all guards.</param>
/// <param name="MemoryTurns">Turns over which the memory is watched; only where <paramref name="Only"/> names it, as it takes minutes. Fewer than some 50,000 tell of caches that fill, not of growth.</param>
internal sealed record BenchmarkOptions(double Seconds, int IdleTurns, bool Publish, bool Json, string Data, string? Only, int MemoryTurns, int RolledUp, int Articles, int CareCopies, int? IntentFolds, int HybridTurns, int GuardRounds,
    ImmutableArray<int> Conversations, ImmutableArray<int> CloudConversations, ImmutableArray<string> RunAhead)
{
    /// <summary>Parts of a run; each can be measured alone.</summary>
    private static readonly string[] Sections = ["commits", "turns", "idle", "latency", "cloud", "first", "scripts", "access", "kpi", "context", "care", "guards", "hybrid", "intents", "knowledge"];

    public static readonly string Usage =
        "Usage: dotnet run --project tests/Benchmarks -c Release -- [--quick] [--seconds N] [--publish] [--json] [--data DIR]\n"
        + $"       [--only {string.Join('|', Sections)}] [--conversations 1,16,64] [--run-ahead always,waiting,never]\n"
        + "       --only memory [--turns 100000]";

    /// <summary>Null when the arguments are none.</summary>
    public static BenchmarkOptions? Parse(string[] args)
    {
        var options = new BenchmarkOptions(10, 1000, false, false, Path.GetTempPath(), null, 100_000, 100_000, KnowledgeFigures.ArticlesTarget, 30, null, 10, 10_000, [1, 16, 64], [16, 64], ["always", "waiting", "never"]);
        for (var i = 0; i < args.Length; i++)
        {
            var next = i + 1 < args.Length ? args[i + 1] : null;
            switch (args[i])
            {
                case "--quick": options = options with { Seconds = 1.2, IdleTurns = 300, RolledUp = 4_000, Articles = 10_000, CareCopies = 1, IntentFolds = 1, HybridTurns = 2, GuardRounds = 1_500, Conversations = [1, 64], CloudConversations = [16] }; break;
                case "--publish": options = options with { Publish = true }; break;
                case "--json": options = options with { Json = true }; break;
                case "--seconds" when double.TryParse(next, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= 600:
                    options = options with { Seconds = seconds };
                    i++;
                    break;
                case "--data" when next is not null: options = options with { Data = next }; i++; break;
                case "--only" when next is "memory" || Sections.Contains(next ?? ""): options = options with { Only = next }; i++; break;
                case "--turns" when int.TryParse(next, CultureInfo.InvariantCulture, out var turns) && turns is >= 100 and <= 10_000_000:
                    options = options with { MemoryTurns = turns };
                    i++;
                    break;
                case "--conversations" when Numbers(next) is { } numbers: options = options with { Conversations = numbers, CloudConversations = numbers }; i++; break;
                case "--run-ahead" when next is not null && next.Split(',').All(options.RunAhead.Contains): options = options with { RunAhead = [.. next.Split(',')] }; i++; break;
                default: return null;
            }
        }
        return options;
    }

    private static ImmutableArray<int>? Numbers(string? text)
    {
        var numbers = text?.Split(',').Select(n => int.TryParse(n, CultureInfo.InvariantCulture, out var number) ? number : 0).ToImmutableArray();
        return numbers is { } all && all.All(n => n is > 0 and <= 1000) ? all : null;
    }

    public bool Wants(string part) => Only is null || Only == part;
}

using System.Globalization;
using Xunit.Abstractions;

namespace FunctionsAgent.Tests.Chaos;

/// <summary>How much chaos: environment SEEDS multiplies what runs by default, SEED moves it elsewhere.</summary>
internal static class Seeds
{
    public const string Category = "Chaos";

    public static int Times { get; } = Number("SEEDS", 1);

    public static int First { get; } = Number("SEED", 20261);

    /// <summary>To the test's own output and to the console: the counts are the proof's result.</summary>
    public static void Report(ITestOutputHelper output, string line)
    {
        output.WriteLine(line);
        Console.WriteLine($"[chaos] {line}");
    }

    private static int Number(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value > 0 ? value : otherwise;
}

/// <summary>One after the other: each of these fills the machine.</summary>
[CollectionDefinition(Seeds.Category, DisableParallelization = true)]
public sealed class ChaosCollection;

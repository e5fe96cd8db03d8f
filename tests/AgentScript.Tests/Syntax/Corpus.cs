namespace AgentScript.Tests.Syntax;

/// <summary>Public scripts and our own examples; they lie beside the repository and are in no clone.</summary>
internal static class Corpus
{
    public static string? Folder { get; } = Find();

    /// <summary>How many times as many random texts as by default: the environment's SEEDS.</summary>
    public static int Seeds => int.TryParse(Environment.GetEnvironmentVariable("SEEDS"), out var seeds) && seeds > 1 ? seeds : 1;

    /// <summary>Path below the folder and text; empty without the data.</summary>
    public static IReadOnlyList<(string Path, string Text)> Read(params string[] folders)
    {
        if (Folder is null)
        {
            Console.WriteLine("No scripts in ../shared/data/agent-script: nothing to read.");
            return [];
        }
        return [.. folders.SelectMany(f => Directory.EnumerateFiles(Path.Combine(Folder, f), "*.agent"))
            .Order(StringComparer.Ordinal).Select(p => (Path.GetRelativePath(Folder, p), File.ReadAllText(p)))];
    }

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(Path.Combine(folder.FullName, "FunctionsAgent.sln"))) continue;
            var data = Path.GetFullPath(Path.Combine(folder.FullName, "..", "shared", "data", "agent-script"));
            return Directory.Exists(data) ? data : null;
        }
        return null;
    }
}

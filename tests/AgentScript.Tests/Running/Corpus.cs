namespace AgentScript.Tests.Running;

/// <summary>Scripts that lie beside the repository, and in it. A fresh clone has only the latter.</summary>
internal static class Corpus
{
    public static string Root { get; } = Find();

    public static IEnumerable<string> Scripts(params string[] folders)
    {
        var data = Path.Combine(Root, "..", "shared", "data", "agent-script");
        if (!Directory.Exists(data)) return [];
        return folders.Where(f => Directory.Exists(Path.Combine(data, f))).SelectMany(f => Directory.GetFiles(Path.Combine(data, f), "*.agent", SearchOption.AllDirectories)).Order(StringComparer.Ordinal);
    }

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "FunctionsAgent.sln"))) return folder.FullName;
        }
        throw new InvalidOperationException("The tests run outside the repository.");
    }
}

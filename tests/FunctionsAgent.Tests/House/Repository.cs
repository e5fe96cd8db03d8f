using System.Runtime.CompilerServices;

namespace FunctionsAgent.Tests.House;

/// <summary>The source tree these tests were compiled from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string Path(string relative) => System.IO.Path.Combine(Root, relative);

    /// <summary>C# files under a folder, without build output.</summary>
    public static IReadOnlyList<string> Sources(string relative, SearchOption option = SearchOption.AllDirectories) =>
        [.. Directory.EnumerateFiles(Path(relative), "*.cs", option)
            .Where(file => !System.IO.Path.GetRelativePath(Root, file).Split(System.IO.Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin"))
            .Order(StringComparer.Ordinal)];

    private static string Find([CallerFilePath] string here = "")
    {
        var folder = new DirectoryInfo(System.IO.Path.GetDirectoryName(here)!);
        while (!File.Exists(System.IO.Path.Combine(folder.FullName, "FunctionsAgent.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException($"No FunctionsAgent.sln above {here}.");
        return folder.FullName;
    }
}

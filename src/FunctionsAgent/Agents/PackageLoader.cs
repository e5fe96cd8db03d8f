using System.Collections.Immutable;

namespace FunctionsAgent.Agents;

/// <summary>Reads the packages of a folder.</summary>
public static class PackageLoader
{
    /// <summary>
    /// The packages below a path, or of the path itself where it holds <c>agent.yaml</c>, in the order of their names.
    /// The errors' paths begin with <paramref name="path"/> as it is given.
    /// </summary>
    public static (ImmutableArray<Package> Packages, ImmutableArray<PackageError> Errors) Read(string path, PackageContext context)
    {
        if (!Directory.Exists(path)) return ([], [new(path, 1, 1, "There is no such folder: one with agent packages is expected.")]);
        var packages = ImmutableArray.CreateBuilder<Package>();
        var errors = ImmutableArray.CreateBuilder<PackageError>();
        var owners = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var folder in Folders(path))
        {
            var (package, found) = PackageFolder.Read(folder, context);
            errors.AddRange(found.Select(error => error with { File = $"{folder.TrimEnd('/', '\\')}/{error.File}" }));
            if (package is null) continue;
            if (owners.TryAdd(package.Name, folder)) packages.Add(package);
            else errors.Add(new($"{folder}/{AgentReader.File}", 1, 1, $"The agent '{package.Name}' is also that of {owners[package.Name]}."));
        }

        return ([.. packages.OrderBy(package => package.Name, StringComparer.Ordinal)], errors.ToImmutable());
    }

    private static IEnumerable<string> Folders(string path) => IsPackage(path)
        ? [path]
        : Directory.EnumerateDirectories(path).Where(folder => !Path.GetFileName(folder).StartsWith('.') && IsPackage(folder)).Order(StringComparer.Ordinal);

    // Also one that lacks its agent.yaml, or calls it otherwise: it is not passed over in silence.
    private static bool IsPackage(string folder) =>
        File.Exists(Path.Combine(folder, AgentReader.File)) || File.Exists(Path.Combine(folder, "agent.yml")) || Directory.EnumerateFiles(folder, "*.agent").Any();
}

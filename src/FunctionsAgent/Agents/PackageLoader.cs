using System.Collections.Immutable;

namespace FunctionsAgent.Agents;

/// <summary>Reads the packages of a folder and publishes them: what a program does with its own when it starts.</summary>
public sealed class PackageLoader(PackageStore store, PackageContext context)
{
    /// <summary>
    /// The packages below a path, or of the path itself where it holds <c>agent.yaml</c>, published and in the order of
    /// their names. Throws <see cref="PackageException"/> with the mistakes of all of them, and publishes none then.
    /// </summary>
    public async Task<ImmutableArray<Package>> LoadAsync(string path, string by, CancellationToken ct = default)
    {
        var (packages, errors) = Read(path);
        if (errors.Length > 0) throw new PackageException(errors);
        foreach (var package in packages) await store.PublishAsync(package.Name, package.Files!, by, ct);
        return packages;
    }

    /// <summary>The same without publishing. The errors' paths begin with <paramref name="path"/> as it is given.</summary>
    public (ImmutableArray<Package> Packages, ImmutableArray<PackageError> Errors) Read(string path) => Read(path, context);

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

using System.Collections.Immutable;
using Microsoft.Extensions.Configuration;

namespace FunctionsAgent.Agents;

/// <summary>Which agents a program serves, the default one first.</summary>
public static class PackageChoice
{
    /// <summary>Beside the program.</summary>
    public static string DefaultPath => Path.Combine(AppContext.BaseDirectory, "agents");

    /// <summary>The packages below <c>Agents__Path</c>; where it is not set those of <see cref="DefaultPath"/>, and then <paramref name="own"/>.</summary>
    /// <exception cref="PackageException">One of them cannot be served; every mistake is in it, with its place.</exception>
    public static IReadOnlyList<Package> Of(IConfiguration configuration, PackageContext context, IReadOnlyList<Package> own)
    {
        var path = configuration["Agents:Path"] is { Length: > 0 } named ? named : null;
        IReadOnlyList<Package> packages = path is not null ? Read(path, context) : [.. Directory.Exists(DefaultPath) ? Read(DefaultPath, context) : [], .. own];
        var first = configuration["Agents:Default"];
        if (first is { Length: > 0 } && packages.All(p => p.Name != first))
            throw new PackageException([new(path ?? DefaultPath, 1, 1, $"Agents__Default is '{first}', and there is no such agent. There are: {string.Join(", ", packages.Select(p => p.Name))}.")]);
        return first is { Length: > 0 } ? [.. packages.OrderByDescending(p => p.Name == first)] : packages;
    }

    private static ImmutableArray<Package> Read(string path, PackageContext context)
    {
        var (packages, errors) = PackageLoader.Read(path, context);
        if (errors.Length == 0 && packages.Length == 0) errors = [new(path, 1, 1, "There is no agent package here: a folder with an agent.yaml is expected, or folders that have one.")];
        return errors.Length == 0 ? packages : throw new PackageException(errors);
    }
}

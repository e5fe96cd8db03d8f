using System.Collections.Immutable;
using FunctionsAgent.Policies;

namespace FunctionsAgent.Agents;

/// <summary>Every mistake found while a package is read.</summary>
internal sealed class PackageErrors
{
    /// <summary>A file that is no package's at all would fill the screen.</summary>
    public const int MaxPerFile = 100;

    private readonly List<PackageError> found = [];
    private readonly Dictionary<string, int> counts = new(StringComparer.Ordinal);

    public bool Any => found.Count > 0;

    public void Add(FilePosition at, string message)
    {
        var count = counts[at.File] = Of(at.File) + 1;
        if (count < MaxPerFile) found.Add(new PackageError(at, message));
        else if (count == MaxPerFile) found.Add(new PackageError(at, $"{message} Further errors of this file are not listed."));
    }

    public int Of(string file) => counts.GetValueOrDefault(file);

    /// <summary>In the order of files, lines and columns.</summary>
    public ImmutableArray<PackageError> All =>
        [.. found.OrderBy(e => e.File, StringComparer.Ordinal).ThenBy(e => e.Line).ThenBy(e => e.Column)];
}

using System.Collections.Immutable;

namespace FunctionsAgent.Agents;

/// <summary>The files of a package as they were written: path below its folder (with <c>/</c>, ordinal order) → bytes.</summary>
public sealed record PackageFiles
{
    public const int MaxFiles = 2_000;
    public const long MaxBytes = 20 * 1024 * 1024;

    private readonly Lazy<string> hash;

    public PackageFiles(ImmutableSortedDictionary<string, ReadOnlyMemory<byte>> all)
    {
        All = all.WithComparers(StringComparer.Ordinal);
        hash = new(() => ContentHash.Of(All));
    }

    public ImmutableSortedDictionary<string, ReadOnlyMemory<byte>> All { get; }

    /// <summary>SHA-256 of paths and contents as 64 hex digits, the same whether lines end with <c>\n</c> or <c>\r\n</c>.</summary>
    public string Hash => hash.Value;

    /// <summary>The package's version: the first 12 digits of <see cref="Hash"/>.</summary>
    public string Version => Hash[..12];

    public long Bytes => All.Values.Sum(bytes => (long)bytes.Length);

    public bool Equals(PackageFiles? other) => other is not null && Hash == other.Hash;

    public override int GetHashCode() => Hash.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => $"{All.Count} files, {Version}";
}

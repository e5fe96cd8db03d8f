using System.Collections.Immutable;
using System.IO.Compression;

namespace FunctionsAgent.Agents;

/// <summary>A package's files as one blob: a ZIP, so that whoever is curious can open it.</summary>
internal static class PackageArchive
{
    public static byte[] Pack(PackageFiles files)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (path, content) in files.All)
            {
                using var entry = zip.CreateEntry(path, CompressionLevel.Fastest).Open();
                entry.Write(content.Span);
            }
        }

        return bytes.ToArray();
    }

    /// <summary>Null where the bytes are no archive of a package, or one over its limits.</summary>
    public static PackageFiles? Unpack(byte[] bytes)
    {
        try
        {
            using var zip = new ZipArchive(new MemoryStream(bytes, writable: false), ZipArchiveMode.Read);
            if (zip.Entries.Count > PackageFiles.MaxFiles) return null;
            var files = ImmutableSortedDictionary.CreateBuilder<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
            var left = PackageFiles.MaxBytes;
            foreach (var entry in zip.Entries)
            {
                // The length is what the archive claims; no more is taken, and the content's hash decides.
                if (entry.Length > left) return null;
                left -= entry.Length;
                var content = new byte[entry.Length];
                using var stream = entry.Open();
                stream.ReadExactly(content);
                files[entry.FullName] = content;
            }

            return new PackageFiles(files.ToImmutable());
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or NotSupportedException)
        {
            return null;
        }
    }
}

using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text.Json;

namespace FunctionsAgent.Local.Backups;

/// <summary><c>backup.json</c>, written last: a folder without it is no whole backup.</summary>
/// <param name="V">Of the backup's layout.</param>
/// <param name="At">The moment it holds.</param>
internal sealed record Manifest(int V, DateTimeOffset At, string Version, long Schema, int Blobs)
{
    public const string Name = "backup.json";
    public const int Known = 1;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public void Write(string folder) => File.WriteAllBytes(Path.Combine(folder, Name), JsonSerializer.SerializeToUtf8Bytes(this, Json));

    /// <exception cref="StartException">There is no backup there, or none that this program reads.</exception>
    public static Manifest Read(string source)
    {
        try
        {
            using var stream = Open(source) ?? throw new StartException($"{source} is no backup: it has no {Name}, so it is none or was not finished.");
            var manifest = JsonSerializer.Deserialize<Manifest>(stream, Json)!;
            return manifest.V == Known ? manifest : throw new StartException($"{source} is a backup of layout {manifest.V}; this program reads {Known}.");
        }
        catch (Exception e) when (e is JsonException or InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new StartException($"{source} cannot be read: {e.Message}", e);
        }
    }

    private static MemoryStream? Open(string source)
    {
        if (Directory.Exists(source)) return File.Exists(Path.Combine(source, Name)) ? new MemoryStream(File.ReadAllBytes(Path.Combine(source, Name))) : null;
        if (!File.Exists(source)) return null;
        using var zip = ZipFile.OpenRead(source);
        if (zip.Entries.FirstOrDefault(entry => entry.FullName == Name) is not { } entry) return null;
        using var content = entry.Open();
        var copy = new MemoryStream();
        content.CopyTo(copy);
        copy.Position = 0;
        return copy;
    }
}

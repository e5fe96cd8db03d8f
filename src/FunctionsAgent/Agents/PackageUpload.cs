using System.Collections.Immutable;
using System.Text.Json;

namespace FunctionsAgent.Agents;

/// <summary>A package as it comes over HTTP: <c>{"files":{"agent.yaml":"BASE64",…}}</c>.</summary>
internal static class PackageUpload
{
    /// <summary>Base64 makes four characters of three bytes; names and quotes come on top.</summary>
    public const int MaxBody = (int)(PackageFiles.MaxBytes / 3 * 4) + (PackageFiles.MaxFiles * (PackageFolder.MaxPath + 16));

    /// <summary>The files, or what is wrong with them.</summary>
    public static (PackageFiles? Files, string? Error) Read(JsonElement body)
    {
        if (!body.TryGetProperty("files", out var given) || given.ValueKind != JsonValueKind.Object) return (null, "files is an object: path → base64.");
        var files = ImmutableSortedDictionary.CreateBuilder<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        long total = 0;
        foreach (var file in given.EnumerateObject())
        {
            if (files.Count == PackageFiles.MaxFiles) return (null, $"A package has at most {PackageFiles.MaxFiles:N0} files.");
            if (!IsPath(file.Name)) return (null, $"A path lies below the package's folder, is written with / and has at most {PackageFolder.MaxPath} characters.");
            if (!names.Add(file.Name)) return (null, $"{file.Name} is there twice, or in other capitals.");
            if (file.Value.ValueKind != JsonValueKind.String || !file.Value.TryGetBytesFromBase64(out var bytes)) return (null, $"{file.Name} is not base64.");
            total += bytes.Length;
            if (total > PackageFiles.MaxBytes) return (null, $"A package has at most {PackageFiles.MaxBytes:N0} bytes.");
            files[file.Name] = bytes;
        }
        return files.Count > 0 ? (new PackageFiles(files.ToImmutable()), null) : (null, "files is empty.");
    }

    private static bool IsPath(string path) =>
        path.Length is > 0 and <= PackageFolder.MaxPath && !path.Any(c => char.IsControl(c) || c is '\\' or ':')
        && path.Split('/').All(part => part.Length > 0 && part[0] != '.');
}

using System.Collections.Immutable;

namespace FunctionsAgent.Agents;

/// <summary>A package as a folder: its files, but for what only belongs to the sample around it.</summary>
/// <remarks>Left out: names that begin with a dot, <c>backend/</c>, <c>bin</c>, <c>obj</c>, C# sources and projects.</remarks>
public static class PackageFolder
{
    public const int MaxPath = 200;

    /// <summary>The package of a folder. Never throws for what the folder holds; the errors' paths are below it.</summary>
    public static (Package? Package, ImmutableArray<PackageError> Errors) Read(string path, PackageContext context)
    {
        var (files, errors) = Files(path);
        return files is null ? (null, errors) : PackageReader.Read(files, context);
    }

    /// <summary>The files as they are, uninterpreted.</summary>
    public static (PackageFiles? Files, ImmutableArray<PackageError> Errors) Files(string path)
    {
        var errors = new PackageErrors();
        var root = RealPath.Of(Path.GetFullPath(path)) ?? path;
        var files = ImmutableSortedDictionary.CreateBuilder<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        long total = 0;
        foreach (var (name, file) in Walk(root, errors))
        {
            if (files.Count == PackageFiles.MaxFiles)
            {
                errors.Add(new(name, 1, 1), $"The folder has more than {PackageFiles.MaxFiles:N0} files, which is the limit of a package.");
                break;
            }

            if (Content(name, file, PackageFiles.MaxBytes - total, errors) is not { } bytes) break;
            total += bytes.Length;
            files[name] = bytes;
        }

        foreach (var same in files.Keys.GroupBy(name => name.ToUpperInvariant(), StringComparer.Ordinal).Where(same => same.Count() > 1))
            errors.Add(new(same.Last(), 1, 1), $"{string.Join(" and ", same)} differ in capitals alone, and would be one file on another system.");
        return errors.Any ? (null, errors.All) : (new PackageFiles(files.ToImmutable()), []);
    }

    private static byte[]? Content(string name, string file, long left, PackageErrors errors)
    {
        try
        {
            if (new FileInfo(file).Length <= left) return File.ReadAllBytes(file);
            errors.Add(new(name, 1, 1), $"With this file the package has more than {PackageFiles.MaxBytes:N0} bytes, which is the limit.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            errors.Add(new(name, 1, 1), $"The file cannot be read: {e.Message}");
        }

        return null;
    }

    private static IEnumerable<(string Name, string File)> Walk(string root, PackageErrors errors)
    {
        var folders = new Stack<string>([""]);
        while (folders.TryPop(out var folder))
        {
            foreach (var entry in Entries(root, folder, errors))
            {
                var name = folder.Length == 0 ? entry.Name : $"{folder}/{entry.Name}";
                if (IsLeftOut(entry, folder)) continue;
                if (name.Length > MaxPath || name.Any(c => char.IsControl(c) || c == '\\')) errors.Add(new(Shown.Of(name), 1, 1), $"A path has at most {MaxPath} characters, no control characters and no backslash.");
                else if (entry.LinkTarget is not null && Outside(root, entry)) errors.Add(new(name, 1, 1), "The link leads out of the package's folder, or to a folder; files inside are expected.");
                else if (entry is DirectoryInfo) folders.Push(name);
                else yield return (name, entry.FullName);
            }
        }
    }

    private static FileSystemInfo[] Entries(string root, string folder, PackageErrors errors)
    {
        try
        {
            return [.. new DirectoryInfo(Path.Combine(root, folder)).EnumerateFileSystemInfos().Take(PackageFiles.MaxFiles * 10)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            errors.Add(new(folder.Length == 0 ? "." : folder, 1, 1), $"The folder cannot be read: {e.Message}");
            return [];
        }
    }

    private static bool IsLeftOut(FileSystemInfo entry, string folder) =>
        entry.Name.StartsWith('.') || (entry is DirectoryInfo
            ? entry.Name is "bin" or "obj" || (folder.Length == 0 && entry.Name == "backend")
            : entry.Extension is ".cs" or ".csproj");

    // A link to a folder may lead back to one above it, and the walk would not end.
    private static bool Outside(string root, FileSystemInfo link) =>
        link is DirectoryInfo || RealPath.Of(link.FullName) is not { } real || !real.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal) || Directory.Exists(real);
}

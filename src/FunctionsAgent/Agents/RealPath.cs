namespace FunctionsAgent.Agents;

/// <summary>Where a path really leads, with every link on its way followed.</summary>
internal static class RealPath
{
    private const int MaxLinks = 40;

    /// <summary>Null where it leads nowhere, or in a circle.</summary>
    public static string? Of(string path)
    {
        var links = 0;
        var real = Path.GetPathRoot(path)!;
        var left = new Stack<string>(Segments(path[real.Length..]));
        while (left.TryPop(out var name))
        {
            var next = Path.GetFullPath(Path.Combine(real, name));
            var entry = Directory.Exists(next) ? (FileSystemInfo)new DirectoryInfo(next) : new FileInfo(next);
            if (entry.LinkTarget is not { } target)
            {
                if (!entry.Exists) return null;
                real = next;
                continue;
            }

            if (++links > MaxLinks) return null;
            if (Path.IsPathRooted(target)) real = Path.GetPathRoot(target)!;
            foreach (var segment in Segments(Path.IsPathRooted(target) ? target[real.Length..] : target)) left.Push(segment);
        }

        return real;
    }

    // The first on top.
    private static IEnumerable<string> Segments(string path) =>
        path.Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries).Reverse();
}

using System;
using System.IO;

namespace FunctionsAgent.Local;

/// <summary>Files of the data directory that only their owner may read, and that are never seen half written.</summary>
internal static class PrivateFile
{
    /// <summary>Replaces the file in one step.</summary>
    public static void Write(string path, ReadOnlySpan<byte> bytes) => File.Move(Temporary(path, bytes), path, overwrite: true);

    /// <summary>Creates the file in one step; false when there is one already.</summary>
    public static bool Create(string path, ReadOnlySpan<byte> bytes)
    {
        if (File.Exists(path)) return false;
        var temporary = Temporary(path, bytes);
        try
        {
            File.Move(temporary, path, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(temporary);
            return false;
        }
    }

    private static string Temporary(string path, ReadOnlySpan<byte> bytes)
    {
        var temporary = $"{path}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(temporary, options);
        file.Write(bytes);
        file.Flush(flushToDisk: true);
        return temporary;
    }
}

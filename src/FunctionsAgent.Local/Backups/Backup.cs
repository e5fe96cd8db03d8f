using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Reflection;
using FunctionsAgent.Storage;
using Microsoft.Data.Sqlite;

namespace FunctionsAgent.Local.Backups;

/// <summary>
/// A data directory in one folder or zip file, taken while an instance runs. Blobs are copied before and after the database:
/// whatever the copied moment refers to was there at it. The key and the instance's address are not part of it.
/// </summary>
internal static class Backup
{
    /// <exception cref="StartException">There is nothing to back up, or something where it shall go.</exception>
    public static Manifest Make(string data, string target, TimeProvider time)
    {
        var file = Path.Combine(data, "agent.db");
        if (!File.Exists(file)) throw new StartException($"{data} holds no store: there is nothing to back up.");
        if (File.Exists(target) || (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any()))
            throw new StartException($"{target} is there already: name a new file or an empty folder.");
        var zip = Path.GetExtension(target).Equals(".zip", StringComparison.OrdinalIgnoreCase);
        var folder = zip ? target + ".unfinished" : target;
        if (zip && Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        try
        {
            var manifest = Fill(data, file, folder, time);
            if (!zip) return manifest;
            ZipFile.CreateFromDirectory(folder, folder + ".zip", CompressionLevel.Fastest, includeBaseDirectory: false);
            File.Move(folder + ".zip", target);
            return manifest;
        }
        catch (Exception e) when (e is StoreBusyException or SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new StartException($"The backup was not finished: {e.Message}", e);
        }
        finally
        {
            if (zip && Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
            File.Delete(folder + ".zip");
        }
    }

    private static Manifest Fill(string data, string file, string folder, TimeProvider time)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Blobs(data, folder);
        var at = time.GetUtcNow();
        SqliteBackup.Copy(file, Path.Combine(folder, "agent.db"));
        var blobs = Blobs(data, folder);
        if (File.Exists(Path.Combine(data, "timers.json"))) File.Copy(Path.Combine(data, "timers.json"), Path.Combine(folder, "timers.json"));
        var version = typeof(Backup).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";
        var manifest = new Manifest(Manifest.Known, at, version, SqliteInspection.Of(Path.Combine(folder, "agent.db")).Schema, blobs);
        manifest.Write(folder);
        return manifest;
    }

    /// <summary>Copies those that are not there yet; answers how many there are. One that is deleted meanwhile is wanted by nobody.</summary>
    private static int Blobs(string data, string folder)
    {
        var source = Path.Combine(data, "blobs");
        if (!Directory.Exists(source)) return 0;
        foreach (var blob in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(source, blob);
            var copy = Path.Combine(folder, "blobs", name);
            if (name.StartsWith('.') || File.Exists(copy)) continue;
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            try
            {
                File.Copy(blob, copy);
            }
            catch (FileNotFoundException)
            {
                // Erased or purged between listing and copying.
            }
        }
        return Directory.Exists(Path.Combine(folder, "blobs")) ? Directory.EnumerateFiles(Path.Combine(folder, "blobs"), "*", SearchOption.AllDirectories).Count() : 0;
    }
}

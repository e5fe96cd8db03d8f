using System;
using System.Buffers.Text;
using System.IO;
using System.Security.Cryptography;
using System.Text;

namespace FunctionsAgent.Local;

/// <summary>The data directory while a host uses it: nobody else does, and it holds the key.</summary>
internal sealed class DataFolder : IDisposable
{
    private const string KeyName = "key";

    private readonly FileStream held;

    private DataFolder(string path, FileStream held) => (FullPath, this.held) = (path, held);

    public string FullPath { get; }

    /// <summary>The bearer key of this directory: 32 random bytes, base64url, made once.</summary>
    public string Key { get; private init; } = "";

    public string File(string name) => Path.Combine(FullPath, name);

    /// <exception cref="StartException">It cannot be written, or another process uses it.</exception>
    public static DataFolder Open(string path)
    {
        var full = Path.GetFullPath(path);
        try
        {
            Directory.CreateDirectory(full);
            // The system lets go of the lock when the process dies, however it dies.
            var held = new FileStream(Path.Combine(full, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return new DataFolder(full, held) { Key = EnsureKey(full) };
        }
        catch (UnauthorizedAccessException e)
        {
            throw new StartException($"The data directory {full} cannot be written: {e.Message}", e);
        }
        catch (IOException e)
        {
            var other = InstanceFile.Read(full) is { } instance ? $" by process {instance.Pid} at {instance.Url}" : "";
            throw new StartException($"The data directory {full} is in use{other} or not usable ({e.Message}): stop the other program or pass --data.", e);
        }
    }

    public void Dispose() => held.Dispose();

    /// <summary>The key of a data directory that another process may be using; null where there is none.</summary>
    public static string? ReadKey(string path)
    {
        var file = Path.Combine(path, KeyName);
        return System.IO.File.Exists(file) ? System.IO.File.ReadAllText(file).Trim() : null;
    }

    private static string EnsureKey(string path)
    {
        PrivateFile.Create(Path.Combine(path, KeyName), Encoding.ASCII.GetBytes(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32))));
        return ReadKey(path)!;
    }
}

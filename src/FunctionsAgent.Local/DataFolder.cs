using System;
using System.Buffers.Text;
using System.IO;
using System.Security.Cryptography;
using System.Text;
using FunctionsAgent.Storage;

namespace FunctionsAgent.Local;

/// <summary>The data directory while a host uses it: nobody else does, and it holds the key.</summary>
internal sealed class DataFolder : IDisposable
{
    private const string KeyName = "key";

    private DataFolder(DataDirectory directory, string key) => (Directory, Key) = (directory, key);

    public DataDirectory Directory { get; }

    public string Root => Directory.Root;

    /// <summary>The bearer key of this directory: 32 random bytes, base64url, made once.</summary>
    public string Key { get; }

    public string File(string name) => Path.Combine(Root, name);

    /// <exception cref="StartException">It cannot be written, or another process uses it.</exception>
    public static DataFolder Open(string path)
    {
        DataDirectory directory;
        try
        {
            directory = DataDirectory.Open(path);
        }
        catch (DataDirectoryException e)
        {
            var other = InstanceFile.Read(path) is { } instance ? $" Process {instance.Pid} at {instance.Url} was the last to use it." : "";
            throw new StartException($"{e.Message}{other} --data names another directory.", e);
        }
        try
        {
            return new DataFolder(directory, EnsureKey(directory.Root));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            directory.Dispose();
            throw new StartException($"The key in {directory.Root} cannot be read or written: {e.Message}", e);
        }
    }

    /// <summary>The key of a data directory that another process may be using; null where there is none.</summary>
    public static string? ReadKey(string path)
    {
        var file = Path.Combine(path, KeyName);
        return System.IO.File.Exists(file) ? System.IO.File.ReadAllText(file).Trim() : null;
    }

    public void Dispose() => Directory.Dispose();

    private static string EnsureKey(string path)
    {
        PrivateFile.Create(Path.Combine(path, KeyName), Encoding.ASCII.GetBytes(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32))));
        return ReadKey(path)!;
    }
}

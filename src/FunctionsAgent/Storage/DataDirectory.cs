namespace FunctionsAgent.Storage;

/// <summary>
/// The directory of one embedded instance, held exclusively while this object lives. The operating system lets go of it
/// when the process dies, however it dies.
/// </summary>
public sealed class DataDirectory : IDisposable
{
    private readonly FileStream _lock;

    private DataDirectory(string path, FileStream held) => (Root, _lock) = (path, held);

    /// <summary>Absolute.</summary>
    public string Root { get; }

    public string DatabaseFile => Path.Combine(Root, "agent.db");

    public string BlobFolder => Path.Combine(Root, "blobs");

    /// <summary>Creates the directory if needed and takes it. Throws <see cref="DataDirectoryException"/>, whose message is fit to print.</summary>
    public static DataDirectory Open(string path)
    {
        var root = Path.GetFullPath(path);
        CheckWritable(root);
        try
        {
            return new(root, new FileStream(Path.Combine(root, "agent.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataDirectoryException($"The data directory {root} is in use by another instance. Stop that one, or give this one a directory of its own.", e);
        }
    }

    public void Dispose() => _lock.Dispose();

    private static void CheckWritable(string root)
    {
        try
        {
            Directory.CreateDirectory(root);
            var probe = Path.Combine(root, $".probe-{Guid.NewGuid():N}");
            using var _ = new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataDirectoryException($"The data directory {root} cannot be written: {e.Message} Give a directory this user may create files in.", e);
        }
    }
}

/// <summary>The data directory cannot be used. The message says which, why, and what to do.</summary>
public sealed class DataDirectoryException(string message, Exception inner) : Exception(message, inner);

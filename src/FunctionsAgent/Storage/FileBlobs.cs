namespace FunctionsAgent.Storage;

/// <summary>
/// <see cref="IBlobs"/> in a folder. A blob is written aside, synced and renamed, so that a reader sees all of it or none,
/// whenever the process dies. Throws <see cref="ArgumentException"/> for a name that is not one of ours,
/// <see cref="StoreBusyException"/> when the disk refuses.
/// </summary>
public sealed class FileBlobs : IBlobs
{
    private const string Unfinished = ".unfinished";

    private static readonly Lock Writing = new();
    private readonly string _root;

    public FileBlobs(string root)
    {
        _root = Path.GetFullPath(root);
        var unfinished = Path.Combine(_root, Unfinished);
        if (Directory.Exists(unfinished)) Directory.Delete(unfinished, recursive: true); // left by a process that died
        Directory.CreateDirectory(unfinished);
    }

    public async Task PutAsync(string name, ReadOnlyMemory<byte> bytes, CancellationToken ct = default) => await PutAsync(name, bytes, overwrite: true, ct);

    public Task<bool> PutNewAsync(string name, ReadOnlyMemory<byte> bytes, CancellationToken ct = default) => PutAsync(name, bytes, overwrite: false, ct);

    private async Task<bool> PutAsync(string name, ReadOnlyMemory<byte> bytes, bool overwrite, CancellationToken ct)
    {
        var path = PathOf(name);
        var aside = Path.Combine(_root, Unfinished, Guid.NewGuid().ToString("N"));
        try
        {
            var folder = Path.GetDirectoryName(path)!;
            if (!Directory.Exists(folder))
            {
                Directory.CreateDirectory(folder);
                DirectorySync.Run(_root);
            }
            await using (var file = new FileStream(aside, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0))
            {
                await file.WriteAsync(bytes, ct);
                file.Flush(flushToDisk: true);
            }
            if (overwrite) File.Move(aside, path, overwrite: true);
            else if (!MoveNew(aside, path)) return false;
            DirectorySync.Run(folder);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Busy("written", name, e);
        }
        finally
        {
            TryDelete(aside);
        }
    }

    // A move that must not overwrite looks first and moves then, in two steps of the system: of this folder's one process, one thread does both.
    private static bool MoveNew(string from, string to)
    {
        lock (Writing)
        {
            if (File.Exists(to)) return false;
            File.Move(from, to);
            return true;
        }
    }

    public async Task<byte[]?> GetAsync(string name, CancellationToken ct = default)
    {
        var path = PathOf(name);
        try
        {
            return await File.ReadAllBytesAsync(path, ct);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Busy("read", name, e);
        }
    }

    public Task DeleteAsync(string name, CancellationToken ct = default)
    {
        var path = PathOf(name);
        try
        {
            File.Delete(path);
            return Task.CompletedTask;
        }
        catch (DirectoryNotFoundException)
        {
            return Task.CompletedTask;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Task.FromException(Busy("deleted", name, e));
        }
    }

    private string PathOf(string name) => Path.Combine(_root, BlobName.Check(name));

    private static StoreBusyException Busy(string what, string name, Exception e) => new($"Blob {name} could not be {what}: {e.Message} Try again.", e);

    private static void TryDelete(string aside)
    {
        try
        {
            File.Delete(aside);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next start clears the folder; the outcome of the write itself has been told.
        }
    }
}

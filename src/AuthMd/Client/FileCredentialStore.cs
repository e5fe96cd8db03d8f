using System.Text.Json;

namespace AuthMd.Client;

/// <summary>One file a registration, for its owner alone (0600), replaced as a whole, locked across processes by a file beside it.</summary>
/// <param name="directory">Made when it is missing (0700).</param>
public sealed class FileCredentialStore(string directory, TimeProvider? time = null) : ICredentialStore
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2), Pause = TimeSpan.FromMilliseconds(20);
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly TimeProvider time = time ?? TimeProvider.System;

    private sealed record Kept(string Issuer, string Profile, Credentials Credentials);

    /// <exception cref="IOException">Somebody held it for two minutes.</exception>
    public async Task<IAsyncDisposable> LockAsync(CredentialKey key, CancellationToken ct)
    {
        MakeDirectory();
        for (var since = time.GetTimestamp(); ;)
        {
            try
            {
                return new FileStream(Path(key) + ".lock", Opening(FileMode.OpenOrCreate));
            }
            catch (IOException exception) when (exception is not (DirectoryNotFoundException or PathTooLongException) && time.GetElapsedTime(since) < Patience)
            {
                await Task.Delay(Pause, time, ct);
            }
        }
    }

    /// <exception cref="InvalidDataException">The file is damaged, or others may read it.</exception>
    public async Task<Credentials?> ReadAsync(CredentialKey key, CancellationToken ct)
    {
        var path = Path(key);
        byte[] json;
        try
        {
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~Owner) != 0) throw new InvalidDataException($"Others may read {path}. Take that away: chmod 600.");
            json = await File.ReadAllBytesAsync(path, ct);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        try
        {
            return JsonSerializer.Deserialize<Kept>(json, Options)?.Credentials ?? throw Damaged(path, null);
        }
        catch (JsonException exception)
        {
            throw Damaged(path, exception);
        }
    }

    public async Task WriteAsync(CredentialKey key, Credentials? credentials, CancellationToken ct)
    {
        var path = Path(key);
        if (credentials is null)
        {
            File.Delete(path);
            return;
        }
        MakeDirectory();
        // Who has the lock is alone, so one name is enough and a crash leaves one file at most.
        var next = path + ".new";
        File.Delete(next);
        await using (var file = new FileStream(next, Opening(FileMode.CreateNew)))
        {
            await JsonSerializer.SerializeAsync(file, new Kept(key.Issuer, key.Profile, credentials), Options, ct);
            file.Flush(flushToDisk: true);
        }
        File.Move(next, path, overwrite: true);
    }

    private static InvalidDataException Damaged(string path, Exception? inner) => new($"{path} holds no credentials. Remove it to register again.", inner);

    private static FileStreamOptions Opening(FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = Owner;
        return options;
    }

    private void MakeDirectory()
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(directory);
        else Directory.CreateDirectory(directory, Owner | UnixFileMode.UserExecute);
    }

    private string Path(CredentialKey key) => System.IO.Path.Combine(directory, Secrets.Hash($"{key.Issuer}\n{key.Profile}")[..32] + ".json");
}

using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Conversations;
using FunctionsAgent.Storage;

namespace FunctionsAgent.Local.Backups;

/// <summary>Puts a backup into a new data directory, and verifies every log in it before anybody uses it.</summary>
internal static class Restore
{
    private const int Shown = 20;

    /// <exception cref="StartException">There is no backup there, or something where it shall go.</exception>
    public static async Task<Restored> RunAsync(string source, string data, TimeProvider time, CancellationToken ct)
    {
        var manifest = Manifest.Read(source);
        if (File.Exists(data) || (Directory.Exists(data) && Directory.EnumerateFileSystemEntries(data).Any()))
            throw new StartException($"{data} is not empty: restore into a new directory (--data), look at it, and put it in the place of the old one yourself.");
        try
        {
            Directory.CreateDirectory(data);
            if (File.Exists(source)) ZipFile.ExtractToDirectory(source, data);
            else Copy(source, data);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw new StartException($"{source} cannot be restored: {e.Message} What was written to {data} is not whole: remove it.", e);
        }
        File.Delete(Path.Combine(data, Manifest.Name));
        return await VerifyAsync(Path.GetFullPath(data), manifest, time, ct);
    }

    private static async Task<Restored> VerifyAsync(string data, Manifest manifest, TimeProvider time, CancellationToken ct)
    {
        var file = Path.Combine(data, "agent.db");
        var found = File.Exists(file) ? SqliteInspection.Of(file) : null;
        if (found is null or { Unreadable: not null } or { Damage.Count: > 0 } || found.Schema > found.KnownSchema)
            return new(manifest.At, 0, 0, [found is null ? "agent.db is missing." : found.Unreadable ?? (found.Damage.Count > 0 ? found.Damage[0] : $"agent.db has schema {found.Schema}, this program knows {found.KnownSchema}.")]);

        using var held = DataFolder.Open(data);
        using var database = new SqliteDatabase(file);
        var (tables, blobs) = (new SqliteTables(database), new FileBlobs(held.Directory.BlobFolder));
        var verifier = new Verifier(tables, blobs, new Anchors(tables, blobs, new Indexes(tables), time));
        var (threads, events, problems) = (0, 0L, new List<string>());
        foreach (var blob in SqliteBackup.StateBlobs(file))
            if (await blobs.GetAsync(blob, ct) is null) problems.Add($"Blob {blob} is missing: a state lies in it.");
        foreach (var thread in SqliteBackup.Threads(file))
        {
            var verdict = await verifier.VerifyAsync(thread, ct);
            threads++;
            events += verdict.Events;
            problems.AddRange(verdict.Flaws.Select(flaw => $"{thread} {flaw.Seq}: {flaw.What}"));
        }
        return new(manifest.At, threads, events, [.. problems.Take(Shown)]);
    }

    private static void Copy(string source, string data)
    {
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(data, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}

/// <param name="At">The moment the backup holds.</param>
/// <param name="Problems">Empty: every log verifies.</param>
internal sealed record Restored(DateTimeOffset At, int Threads, long Events, IReadOnlyList<string> Problems);

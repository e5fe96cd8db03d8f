using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Storage;

namespace FunctionsAgent.Local.Doctor;

/// <summary>The data directory and its one file, read beside a running instance: schema, integrity, queues, disk.</summary>
internal sealed class EmbeddedStoreExam : IExam
{
    /// <summary>Below it the store stops taking writes soon.</summary>
    private const long Little = 100L << 20;
    private const long Low = 1L << 30;

    public string Area => "store";

    public Task<IReadOnlyList<Finding>> RunAsync(Patient patient, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<Finding>>(patient.IsAzure ? [] : [.. Look(Path.GetFullPath(patient.Data))]);

    private IEnumerable<Finding> Look(string root)
    {
        if (!Directory.Exists(root) && !File.Exists(root))
        {
            yield return Finding.Ok(Area, "data directory", $"{root} is made at the first start");
            yield break;
        }
        if (Unwritable(root) is { } why)
        {
            yield return Finding.Failed(Area, "data directory", $"{root} cannot be written: {why}", "Give a directory this user may create files in (--data), or its rights back.");
            yield break;
        }
        yield return Finding.Ok(Area, "data directory", $"{root} can be written");
        yield return Disk(new DriveInfo(root).AvailableFreeSpace);

        var file = Path.Combine(root, "agent.db");
        if (!File.Exists(file)) yield break;
        var found = SqliteInspection.Of(file);
        if (found.Unreadable is { } trouble)
        {
            yield return Finding.Failed(Area, "database", $"{file} cannot be read: {trouble}", "Stop the instance, keep a copy of the folder, and `restore` the last backup.");
            yield break;
        }
        yield return found.Schema > found.KnownSchema
            ? Finding.Failed(Area, "schema", $"{file} has schema {found.Schema}, this program knows {found.KnownSchema}.", "Start the newer version that wrote it, or give another data directory.")
            : Finding.Ok(Area, "schema", $"version {found.Schema}");
        yield return found.Damage.Count > 0
            ? Finding.Failed(Area, "integrity", $"{found.Damage.Count} damages: {found.Damage[0]}", "Stop the instance, keep a copy of the folder, and `restore` the last backup.")
            : Finding.Ok(Area, "integrity", "every page and index is whole");
        foreach (var finding in Queues(found)) yield return finding;
    }

    private static IEnumerable<Finding> Queues(SqliteInspection found)
    {
        const string area = "queues";
        if (found.Stranded > 0)
            yield return Finding.Failed(area, "sessions", $"{found.Stranded} messages or sessions belong to nothing: they would never be delivered.", "Keep a copy of the folder and report it; `restore` the last backup to go on.");
        else yield return Finding.Ok(area, "sessions", string.Create(CultureInfo.InvariantCulture, $"{found.Messages.Sum(queue => queue.Count)} messages wait, {found.Scheduled} are scheduled, each has its session"));
        var dead = found.Messages.Where(queue => queue.Queue.EndsWith(FunctionsAgent.Queues.QueueNames.DeadLetterSuffix, StringComparison.Ordinal)).Sum(queue => queue.Count);
        if (dead > 0) yield return Finding.Warning(area, "dead letters", $"{dead} wait to be parked.", "A running instance parks them; then `parked` tells why, and `requeue` sends them again.");
        if (found.Parked > 0) yield return Finding.Warning(area, "parked", $"{found.Parked} messages are parked.", "`parked` tells why; `requeue --cause C` sends them again.");
    }

    internal static Finding Disk(long free) => free switch
    {
        < Little => Finding.Failed("store", "disk", Megabytes(free), "Make room: with a full disk messages are refused at the door."),
        < Low => Finding.Warning("store", "disk", Megabytes(free), "Make room, or set retention."),
        _ => Finding.Ok("store", "disk", Megabytes(free)),
    };

    private static string Megabytes(long free) => string.Create(CultureInfo.InvariantCulture, $"{free >> 20} MiB are free");

    private static string? Unwritable(string root)
    {
        try
        {
            using var _ = new FileStream(Path.Combine(root, $".probe-{Guid.NewGuid():N}"), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }
}

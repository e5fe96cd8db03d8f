using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using FunctionsAgent.Queues;
using FunctionsAgent.Storage;

namespace FunctionsAgent.Agents;

/// <summary>
/// Published packages. Table <c>Packages</c>: partition <c>agent</c> with a row <c>v:VERSION</c> for each version and
/// <c>current</c>; partition <c>*</c> with a row for each agent. The files are a blob named by their content's hash.
/// </summary>
public sealed partial class PackageStore(ITables tables, IBlobs blobs, TimeProvider time)
{
    public const string Table = "Packages";

    private const string Agents = "*", Current = "current", Version = "v:";
    private const int Page = 1000, Attempts = 8, MaxOverrides = 20;

    private sealed record VersionRow(string Hash, DateTimeOffset At, string By, long Bytes, int Files)
    {
        public TestEvidence? Tests { get; init; }

        public ImmutableArray<PublishOverride>? Overrides { get; init; }
    }

    private sealed record CurrentRow(string Version, DateTimeOffset At, string By);

    /// <summary>Publishes, and makes current again what was published before.</summary>
    public Task<string> PublishAsync(string agent, PackageFiles files, string by, CancellationToken ct = default) => PublishAsync(agent, files, by, again: true, ct);

    /// <summary>
    /// Makes the files the agent's current version and answers it. The same content is the same version: published once
    /// more it changes nothing but to mend what was damaged, or becomes current again. Throws what <see cref="ITables.CommitAsync"/> throws.
    /// </summary>
    /// <param name="again">False: a version that was published before does not become current again.</param>
    public async Task<string> PublishAsync(string agent, PackageFiles files, string by, bool again, CancellationToken ct = default)
    {
        await PublishAsync(agent, files, new(by), again, _ => true, ct);
        return files.Version;
    }

    /// <summary>Publishes what was judged beside the version that was current then; of the version that is current already it only keeps what its tests showed.</summary>
    /// <param name="over">The agent's current version when it was judged; null: there was none.</param>
    /// <returns>False: another version was published meanwhile, and nothing was changed.</returns>
    public Task<bool> PublishOverAsync(string agent, PackageFiles files, Publication publication, string? over, CancellationToken ct = default) =>
        PublishAsync(agent, files, publication, again: true, current => current == over || current == files.Version, ct);

    private async Task<bool> PublishAsync(string agent, PackageFiles files, Publication publication, bool again, Func<string?, bool> may, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            var stored = await tables.GetAsync(Table, agent, Version + files.Version, ct);
            var current = await tables.GetAsync(Table, agent, Current, ct);
            var version = current is null ? null : Read<CurrentRow>(current).Version;
            if (stored is not null && Read<VersionRow>(stored).Hash != files.Hash)
                throw new PermanentException("version-collision", $"{agent} {files.Version} is published with another content. Change a character in any of its files, a comment will do.");
            if (!may(version)) return false;

            // Content before the row that names it, also where a blob went missing since.
            if (stored is null || await FilesAsync(files.Hash, ct) is null) await blobs.PutAsync(Blob(files.Hash), PackageArchive.Pack(files), ct);

            var now = time.GetUtcNow();
            var moves = version is null || (version != files.Version && (again || stored is null));
            var known = stored is null ? new VersionRow(files.Hash, now, publication.By, files.Bytes, files.All.Count) : Read<VersionRow>(stored);
            var row = known with
            {
                Tests = publication.Tests ?? known.Tests,
                Overrides = moves && publication.Override is { } forced ? [.. (known.Overrides ?? []).TakeLast(MaxOverrides - 1), forced] : known.Overrides,
            };
            List<Write> writes = [];
            if (moves) writes.Add(Put(Current, current, new CurrentRow(files.Version, now, publication.By)));
            if (stored is null || row != known) writes.Add(Put(Version + files.Version, stored, row));
            if (writes.Count == 0) return true;
            if (current is null) await tables.CommitAsync(Table, Agents, [Write.Upsert(agent, new Cells())], ct);
            try
            {
                await tables.CommitAsync(Table, agent, writes, ct);
                return true;
            }
            catch (ConflictException) when (attempt < Attempts)
            {
                // Another instance published meanwhile; what is left to do is decided on its rows.
            }
        }
    }

    private static Write Put<T>(string key, Row? stored, T value)
    {
        var cells = new Cells(JsonSerializer.Serialize(value, JsonSerializerOptions.Web));
        return stored is null ? Write.Insert(key, cells) : Write.Update(key, stored.ETag, cells);
    }

    /// <summary>Every agent that was ever published.</summary>
    public async Task<IReadOnlyList<string>> AgentsAsync(CancellationToken ct = default) =>
        [.. (await AllAsync(Agents, "", "\uffff", ct)).Select(row => row.Key)];

    public async Task<string?> CurrentAsync(string agent, CancellationToken ct = default) =>
        Values.NameForm().IsMatch(agent) && await tables.GetAsync(Table, agent, Current, ct) is { } row ? Read<CurrentRow>(row).Version : null;

    /// <summary>The agent's versions, the latest first.</summary>
    public async Task<IReadOnlyList<PublishedVersion>> ListAsync(string agent, CancellationToken ct = default)
    {
        var current = await CurrentAsync(agent, ct);
        if (current is null) return [];
        var versions = (await AllAsync(agent, Version, "v;", ct)).Select(row => (Key: row.Key[Version.Length..], Row: Read<VersionRow>(row)));
        return [.. versions.Select(v => new PublishedVersion(v.Key, v.Row.Hash, v.Row.At, v.Row.By, v.Row.Bytes, v.Row.Files, v.Key == current)
        {
            Tests = v.Row.Tests, Overrides = v.Row.Overrides ?? [],
        }).OrderByDescending(v => v.At)];
    }

    /// <summary>The files of a version, or null where there is no such version.</summary>
    /// <exception cref="PermanentException">The version is known and its content is lost or damaged.</exception>
    public async Task<PackageFiles?> LoadAsync(string agent, string version, CancellationToken ct = default)
    {
        if (!Values.NameForm().IsMatch(agent) || !VersionForm().IsMatch(version)) return null;
        if (await tables.GetAsync(Table, agent, Version + version, ct) is not { } row) return null;
        return await FilesAsync(Read<VersionRow>(row).Hash, ct) ?? throw new PermanentException(
            "package-damaged", $"The files of {agent} {version} (blob {Blob(Read<VersionRow>(row).Hash)}) are missing, or are not what was published. Publish the same files again.");
    }

    /// <summary>Keeps what was learned from files, before the version is published that needs it.</summary>
    public Task KeepAsync(PackageFiles files, Learned learned, CancellationToken ct = default) => blobs.PutAsync(LearnedBlob(files.Hash), learned.Pack(), ct);

    /// <summary>What was learned from a version's files; null where it is not there, or was made by another program.</summary>
    public async Task<Learned?> LearnedAsync(PackageFiles files, CancellationToken ct = default)
    {
        if (await blobs.GetAsync(LearnedBlob(files.Hash), ct) is not { } bytes) return null;
        try
        {
            return Learned.Unpack(bytes);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private async Task<PackageFiles?> FilesAsync(string hash, CancellationToken ct) =>
        await blobs.GetAsync(Blob(hash), ct) is { } bytes && PackageArchive.Unpack(bytes) is { } files && files.Hash == hash ? files : null;

    private async Task<List<Row>> AllAsync(string partition, string from, string to, CancellationToken ct)
    {
        var all = new List<Row>();
        await foreach (var rows in tables.PagesAsync(Table, partition, from, to, Page, ct)) all.AddRange(rows);
        return all;
    }

    private static string Blob(string hash) => "packages/" + hash;

    private static string LearnedBlob(string hash) => $"learned-{Learned.Format}/{hash}";

    private static T Read<T>(Row row) => JsonSerializer.Deserialize<T>(row.Cells.Json!, JsonSerializerOptions.Web)!;

    [GeneratedRegex(@"\A[0-9a-f]{12}\z", RegexOptions.CultureInvariant)]
    private static partial Regex VersionForm();
}

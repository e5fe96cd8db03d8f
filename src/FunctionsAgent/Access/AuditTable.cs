using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using AuthMd.Audit;
using FunctionsAgent.Conversations;
using FunctionsAgent.Storage;

namespace FunctionsAgent.Access;

/// <summary>
/// What happened to registrations (auth.md specification §19), and what an owner did against a rule: table <c>Audit</c>, a partition a day. Ids, codes and callers'
/// addresses; a person who was named is there as a hash.
/// </summary>
/// <remarks>Throws <see cref="StoreBusyException"/>.</remarks>
public sealed class AuditTable(ITables tables) : IAuditTrail
{
    public const string Table = "Audit";

    private const int Page = 1000;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = { new JsonStringEnumConverter() } };

    public Task RecordAsync(AuditEvent happened, CancellationToken ct) => RecordAllAsync([happened], ct);

    /// <remarks>Events of one day are kept together or not at all.</remarks>
    public async Task RecordAllAsync(IReadOnlyList<AuditEvent> happened, CancellationToken ct)
    {
        var request = Guid.NewGuid();
        foreach (var day in happened.Index().GroupBy(one => Day(one.Item.At)))
            await tables.CommitAsync(Table, day.Key, [.. day.Select(one => Write.Insert(Key(one.Item.At, one.Index, request), new(Json(one.Item))))], ct);
    }

    /// <summary>Something that happened to no registration.</summary>
    public Task RecordAsync(AuditRow happened, CancellationToken ct) =>
        tables.CommitAsync(Table, Day(happened.At), [Write.Insert(Key(happened.At, 0, Guid.NewGuid()), new(JsonSerializer.Serialize(happened, Options)))], ct);

    private static string Key(DateTimeOffset at, int n, Guid request) => string.Create(CultureInfo.InvariantCulture, $"{at.UtcTicks:D19}-{n:D2}-{request:N}");

    private static string Json(AuditEvent happened)
    {
        var row = new AuditRow(happened.Name, happened.At, happened.Registration, happened.Kind?.ToString(), happened.User, happened.LoginHint is { } hint ? Hint(hint) : null,
            happened.Scopes.IsDefaultOrEmpty ? null : string.Join(' ', happened.Scopes), happened.Subject?.Issuer, happened.Subject is { } subject ? Hashing.Id(subject.Id) : null,
            happened.AgentPlatform, happened.AgentContext, happened.From?.ToString(), happened.Code, happened.By);
        return JsonSerializer.Serialize(row, Options);
    }

    /// <summary>A day's events, oldest first.</summary>
    /// <param name="after">Key of the last one that is known; null: from the beginning.</param>
    /// <returns>A page; the key to go on after, null at the end.</returns>
    public async Task<(IReadOnlyList<AuditRow> Rows, string? Next)> OfDayAsync(DateOnly day, string? after, CancellationToken ct)
    {
        var rows = await tables.RangeAsync(Table, Day(day), after is null ? "" : after + " ", "\uffff", Page, ct);
        return ([.. rows.Select(Read)], rows.Count == Page ? rows[^1].Key : null);
    }

    /// <summary>Takes a whole day.</summary>
    public async Task PurgeAsync(DateOnly day, CancellationToken ct)
    {
        await foreach (var rows in tables.PagesAsync(Table, Day(day), "", "\uffff", Page, ct)) await tables.DeleteAsync(Table, Day(day), rows, ct);
    }

    /// <summary>The hashes by which a person could be recognised leave a day's rows.</summary>
    /// <param name="hints">Addresses that agents asked for.</param>
    /// <param name="subjects">Providers' ids of the person.</param>
    public async Task EraseAsync(DateOnly day, IReadOnlyCollection<string> hints, IReadOnlyCollection<string> subjects, CancellationToken ct)
    {
        var (hashes, ids) = (hints.Select(Hint).ToHashSet(), subjects.Select(Hashing.Id).ToHashSet());
        await foreach (var rows in tables.PagesAsync(Table, Day(day), "", "\uffff", Page, ct))
        {
            var about = rows.Select(row => (row, Read: Read(row))).Where(pair => (pair.Read.Hint is { } hint && hashes.Contains(hint)) || (pair.Read.Subject is { } subject && ids.Contains(subject)));
            await tables.EachAsync(Table, Day(day), [.. about.Select(pair => Write.Update(pair.row.Key, pair.row.ETag, new(JsonSerializer.Serialize(pair.Read with { Hint = null, Subject = null, Context = null }, Options))))], ct);
        }
    }

    private static AuditRow Read(Row row) => JsonSerializer.Deserialize<AuditRow>(row.Cells.Json!, Options)!;

    private static string Hint(string address) => Hashing.Id(address.Trim().ToLowerInvariant());

    private static string Day(DateTimeOffset at) => Day(DateOnly.FromDateTime(at.UtcDateTime));

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <param name="By">Who of the staff did it.</param>
/// <param name="Hint">Hash of who was asked to claim.</param>
/// <param name="Subject">Hash of the provider's id of the person.</param>
public sealed record AuditRow(
    string Event, DateTimeOffset At, string? Registration, string? Kind, string? User, string? Hint, string? Scopes, string? Issuer, string? Subject,
    string? Platform, string? Context, string? From, string? Code, string? By = null)
{
    /// <summary>An agent was published although it was not ready.</summary>
    /// <param name="checks">The checks that were red.</param>
    public static AuditRow Overridden(DateTimeOffset at, string by, string agent, string version, string checks, string reason) =>
        new("publish.overridden", at, null, null, null, null, null, null, null, null, null, null, checks, by) { Agent = agent, Version = version, Reason = reason };

    /// <summary>An article was retired, used again, or given another text, over all versions of its agent.</summary>
    /// <param name="happened">Retired, restored or updated.</param>
    public static AuditRow OfArticle(string happened, DateTimeOffset at, string by, string agent, string version, string article, string? reason) =>
        new($"article.{happened}", at, null, null, null, null, null, null, null, null, null, null, null, by) { Agent = agent, Version = version, Article = article, Reason = reason };

    public string? Article { get; init; }

    /// <summary>Of what was published.</summary>
    public string? Agent { get; init; }

    public string? Version { get; init; }

    /// <summary>In the words of whoever did it.</summary>
    public string? Reason { get; init; }
}

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using AuthMd.Audit;
using FunctionsAgent.Conversations;
using FunctionsAgent.Storage;

namespace FunctionsAgent.Access;

/// <summary>
/// What happened to registrations (auth.md specification §19): table <c>Audit</c>, a partition a day. Ids, codes and callers'
/// addresses; a person who was named is there as a hash.
/// </summary>
/// <remarks>Throws <see cref="StoreBusyException"/>.</remarks>
public sealed class AuditTable(ITables tables) : IAuditTrail
{
    public const string Table = "Audit";

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = { new JsonStringEnumConverter() } };

    public Task RecordAsync(AuditEvent happened, CancellationToken ct) => RecordAllAsync([happened], ct);

    /// <remarks>Events of one day are kept together or not at all.</remarks>
    public async Task RecordAllAsync(IReadOnlyList<AuditEvent> happened, CancellationToken ct)
    {
        var request = Guid.NewGuid();
        foreach (var day in happened.Index().GroupBy(one => Day(one.Item.At)))
            await tables.CommitAsync(Table, day.Key, [.. day.Select(one => Write.Insert(Key(one.Item.At, one.Index, request), new(Json(one.Item))))], ct);
    }

    private static string Key(DateTimeOffset at, int n, Guid request) => string.Create(CultureInfo.InvariantCulture, $"{at.UtcTicks:D19}-{n:D2}-{request:N}");

    private static string Json(AuditEvent happened)
    {
        var row = new AuditRow(happened.Name, happened.At, happened.Registration, happened.Kind?.ToString(), happened.User, happened.LoginHint is { } hint ? Hashing.Id(hint.ToLowerInvariant()) : null,
            happened.Scopes.IsDefaultOrEmpty ? null : string.Join(' ', happened.Scopes), happened.Subject?.Issuer, happened.Subject is { } subject ? Hashing.Id(subject.Id) : null,
            happened.AgentPlatform, happened.AgentContext, happened.From?.ToString(), happened.Code);
        return JsonSerializer.Serialize(row, Options);
    }

    /// <summary>A day's events, oldest first.</summary>
    public async IAsyncEnumerable<AuditRow> OfDayAsync(DateTimeOffset day, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var rows in tables.PagesAsync(Table, Day(day), "", "\uffff", 1000, ct))
            foreach (var row in rows) yield return JsonSerializer.Deserialize<AuditRow>(row.Cells.Json!, Options)!;
    }

    private static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <param name="Hint">Hash of who was asked to claim.</param>
/// <param name="Subject">Hash of the provider's id of the person.</param>
public sealed record AuditRow(
    string Event, DateTimeOffset At, string? Registration, string? Kind, string? User, string? Hint, string? Scopes, string? Issuer, string? Subject,
    string? Platform, string? Context, string? From, string? Code);

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

    public Task RecordAsync(AuditEvent happened, CancellationToken ct)
    {
        var row = new AuditRow(happened.Name, happened.At, happened.Registration, happened.Kind?.ToString(), happened.User, happened.LoginHint is { } hint ? Hashing.Id(hint.ToLowerInvariant()) : null,
            happened.Scopes.IsDefaultOrEmpty ? null : string.Join(' ', happened.Scopes), happened.Subject?.Issuer, happened.Subject is { } subject ? Hashing.Id(subject.Id) : null,
            happened.AgentPlatform, happened.AgentContext, happened.From?.ToString(), happened.Code);
        var key = string.Create(CultureInfo.InvariantCulture, $"{happened.At.UtcTicks:D19}-{Guid.NewGuid():N}");
        return tables.CommitAsync(Table, Day(happened.At), [Write.Insert(key, new(JsonSerializer.Serialize(row, Options)))], ct);
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

using System.Text.Json;

namespace FunctionsAgent.Pipeline;

/// <summary>What a queue gave up on lands in <c>Parked</c>, with the reason the queue gives.</summary>
public sealed class DeadLetters(Parking parking)
{
    /// <param name="properties">The message's application properties as the host hands them over: JSON text, or a dictionary.</param>
    public Task ParkAsync(string queue, string body, object? properties, CancellationToken ct)
    {
        var known = properties switch
        {
            string json when json.StartsWith('{') => JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(json)!.ToDictionary(p => p.Key, p => p.Value.ToString(), StringComparer.Ordinal),
            IReadOnlyDictionary<string, object?> map => map.ToDictionary(p => p.Key, p => p.Value?.ToString() ?? "", StringComparer.Ordinal),
            _ => [],
        };
        return parking.ParkAsync(queue, body, known.GetValueOrDefault("DeadLetterReason", "dead-lettered"), known.GetValueOrDefault("DeadLetterErrorDescription", "The queue gave no description."), ct);
    }
}

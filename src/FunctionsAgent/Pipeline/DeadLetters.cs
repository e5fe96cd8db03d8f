using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace FunctionsAgent.Pipeline;

/// <summary>What a queue gave up on lands in <c>Parked</c>, with the reason the queue gives.</summary>
public sealed partial class DeadLetters(Parking parking, PipelineOptions options, TimeProvider time, ILogger<DeadLetters> logger)
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
        var (cause, reason) = (known.GetValueOrDefault("DeadLetterReason", "dead-lettered"), known.GetValueOrDefault("DeadLetterErrorDescription", "The queue gave no description."));
        // A dead letter that is put back comes again at once, and no count ends that.
        return Patience.RunAsync(() => parking.ParkAsync(queue, body, cause, reason, ct), options.BackOff, time, (e, attempt, delay) =>
            Log.BackingOff(logger, queue, e.GetType().Name, attempt, (long)delay.TotalMilliseconds), ct);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "A dead letter of {Queue} waits to be parked after {Error}, attempt {Attempt}, {Milliseconds} ms")]
        public static partial void BackingOff(ILogger logger, string queue, string error, int attempt, long milliseconds);
    }
}

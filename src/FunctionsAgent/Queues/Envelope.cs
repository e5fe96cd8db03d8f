using System.Text.Json;
using System.Text.Json.Serialization;

namespace FunctionsAgent.Queues;

/// <summary>
/// The body of a queue message: a pointer into the log, never the words themselves. JSON, camelCase, under 8 KiB.
/// The session of the message is <see cref="Partition"/>; its transport id is fresh for every send; <see cref="Id"/> dedupes.
/// </summary>
/// <param name="Id"><c>{partition}:{seq}:{n}</c>, the n-th send of the commit that ended with that sequence; from the door <c>{partition}:d:{hash of the delivery}</c>.</param>
/// <param name="Stage">The queue it is meant for.</param>
/// <param name="Cause">Sequence of the event that caused it as text, or <c>door</c>, <c>timer</c>, <c>pending</c>, <c>requeue:{seq}</c>.</param>
/// <param name="Epoch">The ownership epoch at the time of sending: a hand-off in between makes the envelope stale.</param>
/// <param name="Attempt">How often a person had it sent again.</param>
/// <param name="Deadline">When a waiting caller stops waiting.</param>
/// <param name="Due">Not before this time.</param>
/// <param name="Traceparent">W3C Trace Context of what caused it, in the turn's trace.</param>
/// <param name="Sent">When it went onto its queue; none where it is run ahead.</param>
public sealed record Envelope(
    string Id,
    string Partition,
    string? Turn,
    string Stage,
    string Cause,
    int Epoch = 0,
    int Attempt = 0,
    TimerRef? Timer = null,
    DateTimeOffset? Deadline = null,
    DateTimeOffset? Due = null,
    string? Traceparent = null,
    DateTimeOffset? Sent = null,
    int V = Envelope.Version)
{
    public const int Version = 1;
    public const int MaxBytes = 8 * 1024;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = false,
    };

    /// <summary>Of two members of one name each reader may take another.</summary>
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    public string ToJson() => JsonSerializer.Serialize(this, Options);

    /// <summary>Reads a body. Throws <see cref="EnvelopeException"/> for anything but an envelope of a version we know.</summary>
    /// <param name="newest">The newest version read, and the one before it: a deployment meets what its predecessor left on the queues.</param>
    public static Envelope Parse(string body, int newest = Version)
    {
        try
        {
            using var json = JsonDocument.Parse(body, Strict);
            if (json.RootElement.ValueKind != JsonValueKind.Object || !json.RootElement.TryGetProperty("v", out var v) || !v.TryGetInt32(out var version))
                throw new EnvelopeException("not-an-envelope", "The body is not an envelope: a JSON object with \"v\".");
            if (version < Math.Max(newest - 1, 1) || version > newest)
                throw new EnvelopeException("unknown-version", $"Envelope version {version}; this runtime reads {(newest > 1 ? $"{newest - 1} and {newest}" : newest)}. Kept for a runtime that does.");
            var envelope = json.RootElement.Deserialize<Envelope>(Options)!;
            if (string.IsNullOrEmpty(envelope.Id) || string.IsNullOrEmpty(envelope.Partition) || string.IsNullOrEmpty(envelope.Stage) || envelope.Timer is { Name: null })
                throw new EnvelopeException("not-an-envelope", "The envelope lacks id, partition, stage or the name of its timer.");
            if (!IsName(envelope.Partition))
                throw new EnvelopeException("not-an-envelope", $"The partition ({envelope.Partition.Length} characters) is none a row could have.");
            if (envelope.Turn is null && envelope.Stage is QueueNames.Reasoning or QueueNames.Tools or QueueNames.Output)
                throw new EnvelopeException("not-an-envelope", $"The envelope names no turn, and stage {envelope.Stage} has nothing to do outside of one.");
            return envelope;
        }
        catch (JsonException e)
        {
            throw new EnvelopeException("malformed", $"The body is not JSON: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}.");
        }
    }

    private static bool IsName(string partition) =>
        partition.Length <= QueueLimits.SessionCharacters && partition.All(c => c is > ' ' and <= '~' and not ('/' or '\\' or '#' or '?'));
}

/// <summary>Which timer of the head fired; another version than the head's is stale and ignored.</summary>
public sealed record TimerRef(string Name, int Version);

/// <summary>A queue message that is no envelope of ours: parked, never dropped.</summary>
public sealed class EnvelopeException(string cause, string message) : Exception(message)
{
    public string Cause { get; } = cause;
}

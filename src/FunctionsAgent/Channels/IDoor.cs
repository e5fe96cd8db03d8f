namespace FunctionsAgent.Channels;

/// <summary>The way of a customer's message into the log and on to its turn. Implemented by the pipeline.</summary>
public interface IDoor
{
    /// <summary>
    /// Durable when the task ends; a repeated delivery changes nothing. With <paramref name="wait"/> the turn is run on the
    /// caller's own time as far as that reaches.
    /// </summary>
    /// <param name="thread">The conversation, where the caller names it; else it follows from the message.</param>
    Task<Entry> EnterAsync(InboundMessage message, TimeSpan? wait, CancellationToken ct, string? thread = null);

    /// <summary>Keeps an authentic body nobody can read, for a person.</summary>
    Task ParkAsync(ReadOnlyMemory<byte> body, string cause, string reason, CancellationToken ct);
}

public enum EntryOutcome { Taken, Duplicate, OtherContent, Full, UnknownAgent }

/// <param name="After">Sequence of the log before the message: its answer comes later (0 for a repeated delivery).</param>
public sealed record Entry(EntryOutcome Outcome, string ConversationId, string MessageId, long After);

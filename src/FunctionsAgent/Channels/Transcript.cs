using System.Text.Json.Serialization;
using FunctionsAgent.Conversations;
using Microsoft.Extensions.Hosting;

namespace FunctionsAgent.Channels;

/// <summary>What a customer may see of a log, and waiting for it. A view: nothing here is stored.</summary>
public sealed class Transcript(ConversationLog log, LogWatch watch, TimeProvider time, IHostApplicationLifetime? lifetime = null)
{
    private const int Page = 200;

    /// <summary>Customer-visible events after a sequence; waits until the deadline for the first one.</summary>
    public async Task<TranscriptPage> ReadAsync(string conversation, long after, DateTimeOffset deadline, CancellationToken ct)
    {
        while (true)
        {
            var ticket = watch.Ticket(conversation);
            var events = await log.EventsAsync(conversation, after + 1, Page, ct);
            var seen = events.Select(View).OfType<TranscriptEvent>().ToList();
            if (events.Count > 0) after = events[^1].Seq;
            if (seen.Count > 0 || time.GetUtcNow() >= deadline) return new(seen, after);
            if (events.Count < Page) await watch.WaitAsync(ticket, deadline, ct);
        }
    }

    /// <summary>Waits until a message was answered, handed off, or held, or the deadline passes, or this program stops.</summary>
    public async Task<Answer> AnswerAsync(string conversation, string messageId, long after, DateTimeOffset deadline, CancellationToken ct)
    {
        var messages = new List<TranscriptEvent>();
        TranscriptEvent? holding = null;
        var failed = false;
        var stopping = lifetime?.ApplicationStopping ?? CancellationToken.None;
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(ct, stopping);
        while (true)
        {
            var ticket = watch.Ticket(conversation);
            var events = await log.EventsAsync(conversation, after + 1, Page, ct);
            foreach (var e in events)
            {
                after = e.Seq;
                switch (e.Type)
                {
                    case EventTypes.DeliveryFailed when e.Texts("messages").Contains(messageId):
                        return new("pending", messages);
                    case EventTypes.StageFailed:
                        // An apology names no message; what failed does.
                        failed |= e.Texts("messages").Contains(messageId);
                        break;
                    case EventTypes.MessageReceived:
                        holding = null;
                        break;
                    case EventTypes.ReplySent when e.Texts("answers").Contains(messageId):
                        messages.Add(View(e)!);
                        return new(e.Text("kind") is "handed-off" or "with-person" ? "handed-off" : "replied", messages);
                    case EventTypes.ReplySent when e.Text("kind") == "apology" && failed:
                        messages.Add(View(e)!);
                        return new("pending", messages);
                    case EventTypes.ReplySent when e.Text("kind") == "holding":
                        holding = View(e);
                        break;
                }
            }
            if (events.Count == Page) continue;
            // Only the newest word counts: after an older pause the message was taken.
            if (holding is not null) return new("pending", [holding]);
            // The message is kept, and answered after the restart: its caller need not wait for the connection to break.
            if (time.GetUtcNow() >= deadline || stopping.IsCancellationRequested) return new("pending", messages);
            try
            {
                await watch.WaitAsync(ticket, deadline, waiting.Token);
            }
            catch (OperationCanceledException) when (!ct.IsCancellationRequested)
            {
                // One last look.
            }
        }
    }

    private static TranscriptEvent? View(Event e) => e.Type switch
    {
        EventTypes.MessageReceived => new(e.Seq, "message", "customer", e.Said("text"), e.At, e.Text("messageId")),
        EventTypes.ReplySent => new(e.Seq, "message", "agent", e.Said("text"), e.At, null) { Sources = e.Texts("sources") is { IsEmpty: false } sources ? sources : null },
        EventTypes.HandoffOpened => new(e.Seq, "handoff", null, null, e.At, null),
        EventTypes.ConversationClosed => new(e.Seq, "closed", null, null, e.At, null),
        _ => null,
    };
}

/// <param name="Type">message, handoff, closed.</param>
/// <param name="Text">Null when its words were erased.</param>
public sealed record TranscriptEvent(
    long Seq, string Type,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Role,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Text,
    DateTimeOffset At,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? MessageId)
{
    /// <summary>Sections of articles that the words come from; null where there are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Sources { get; init; }
}

/// <param name="Next">What to ask for after this page.</param>
public sealed record TranscriptPage(IReadOnlyList<TranscriptEvent> Events, long Next);

/// <param name="Status">replied, handed-off, pending.</param>
public sealed record Answer(string Status, IReadOnlyList<TranscriptEvent> Messages);

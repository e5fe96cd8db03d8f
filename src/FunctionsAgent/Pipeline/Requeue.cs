using System.Text;
using System.Text.Json.Nodes;
using FunctionsAgent.Conversations;
using FunctionsAgent.Queues;

namespace FunctionsAgent.Pipeline;

/// <summary>
/// Sends parked messages again, on a person's order. An envelope whose turn still waits goes back to its queue; where the
/// turn ended with an apology, its messages are put back at the door and answered by a new turn.
/// </summary>
public sealed class Requeue(Parking parking, ConversationLog log, IQueueSender sender, PipelineOptions options, TimeProvider time)
{
    private const int Page = 100;

    public async Task<Requeued> RunAsync(string? id, string? cause, string by, CancellationToken ct)
    {
        var (sent, skipped) = (0, 0);
        foreach (var message in await parking.ListAsync(ct))
        {
            if (message.RequeuedBy is not null || (id is not null && message.Id != id) || (cause is not null && message.Cause != cause)) continue;
            if (await AgainAsync(message, ct))
            {
                await parking.RequeuedAsync(message.Queue, message.Id, by, ct);
                sent++;
            }
            else skipped++;
        }
        return new(sent, skipped);
    }

    private async Task<bool> AgainAsync(ParkedMessage message, CancellationToken ct)
    {
        // Who parked it may not have been able to read it; this program is perhaps a newer one.
        if (await parking.BodyAsync(message.Queue, message.Id, ct) is not { } body) return false;
        Envelope envelope;
        try
        {
            envelope = Envelope.Parse(Encoding.UTF8.GetString(body), options.EnvelopeVersion);
        }
        catch (EnvelopeException)
        {
            return false;
        }
        // Nobody reads such a queue: sent there it would be gone.
        if (!QueueNames.All.Contains(envelope.Stage)) return false;
        if (await log.HeadAsync(envelope.Partition, ct) is { } head && envelope.Turn is { } turn && head.Turn?.Id != turn)
        {
            if (!await PutBackAsync(envelope.Partition, turn, head, ct)) return false;
            envelope = new Envelope($"{envelope.Partition}:requeue:{message.Id}:{envelope.Attempt + 1}", envelope.Partition, null, QueueNames.Input, "requeue", head.Epoch, envelope.Attempt + 1);
        }
        else envelope = envelope with { Attempt = envelope.Attempt + 1, Due = null, Deadline = null };
        await sender.SendAsync(envelope.Stage, envelope.Partition, envelope, null, ct);
        return true;
    }

    /// <summary>The messages of a failed turn wait at the door again, under the ids they had; one that was answered meanwhile does not.</summary>
    private async Task<bool> PutBackAsync(string partition, string turn, Head head, CancellationToken ct)
    {
        var first = long.Parse(turn.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture);
        var started = await log.EventAsync(partition, first, ct);
        if (started is null) return false;
        var settled = await SettledAsync(partition, first, head, ct);
        var messages = (await log.EventsAsync(partition, started.Number("received") ?? first, 100, ct))
            .Where(e => e.Type == EventTypes.MessageReceived && e.Seq < first && started.Texts("answers").Contains(e.Text("messageId")!)).ToList();
        var again = new List<Inbound>();
        foreach (var e in messages)
        {
            if (e.Said("text") is not { } text) continue;
            var id = e.Text("messageId")!;
            if (settled.Contains(id)) continue;
            var customer = e.Said("customer") is { } c ? (JsonObject)JsonNode.Parse(c)! : null;
            var route = e.Said("replyRoute") is { } r ? (JsonObject)JsonNode.Parse(r)! : null;
            // Under the key it would have had when it came: putting it back twice is one message.
            again.Add(new Inbound(Keys.Pending(e.At.UtcTicks + again.Count, id), id, head.Agent, head.Channel, head.Route, e.Text("assurance") ?? "none", time.GetUtcNow(), e.Text("original"), text, e.Said("sender"), customer, route, Person: e.Text("person")));
        }
        if (again.Count == 0) return settled.Count > 0;
        await log.PutBackAsync(partition, again, ct);
        return true;
    }

    /// <summary>Messages answered since the turn began (its timer may have found another way), or in the turn that is open now.</summary>
    private async Task<HashSet<string>> SettledAsync(string partition, long first, Head head, CancellationToken ct)
    {
        var settled = new HashSet<string>(head.Turn?.Answers ?? [], StringComparer.Ordinal);
        for (var from = first; from <= head.Seq;)
        {
            var events = await log.EventsAsync(partition, from, Page, ct);
            if (events.Count == 0) break;
            settled.UnionWith(events.Where(e => e.Type == EventTypes.ReplySent).SelectMany(e => e.Texts("answers")));
            from = events[^1].Seq + 1;
        }
        return settled;
    }
}

/// <param name="Skipped">Bodies that are no envelope (they wait for whoever can read them) and turns whose words were erased.</param>
public sealed record Requeued([property: System.Text.Json.Serialization.JsonPropertyName("requeued")] int Sent, int Skipped);

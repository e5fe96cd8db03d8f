using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;

namespace FunctionsAgent.Local.Smoke;

/// <summary>What staff see of the conversation that <see cref="ChatChecks"/> had.</summary>
internal sealed class StaffChecks(SmokeHttp http, SmokeOptions options, ChatChecks chat)
{
    public async Task<string> OrderAsync(CancellationToken ct)
    {
        if (chat.Ordered.Count == 0) throw new NotCheckedException("the order was not seen");
        var answered = (await LogAsync(ct)).Where(e => e.Text("type") == "ReplySent").SelectMany(e => e["data"].Items("answers")).Select(JsonText.Plain).Where(chat.Ordered.Contains).ToArray();
        return answered.SequenceEqual(chat.Ordered) ? $"{answered.Length} messages answered once each, in order"
            : throw new SmokeException($"sent {string.Join(' ', chat.Ordered)}, answered {string.Join(' ', answered)}");
    }

    public async Task<string> VerifyAsync(CancellationToken ct)
    {
        var verdict = (await http.GetAsync($"/api/operator/conversations/{Conversation}/verify", ct, Token)).Expect(200, "application/json").Json;
        return verdict.Text("ok") == "true" ? $"{verdict.Text("events")} events, the chain holds"
            : throw new SmokeException($"the chain is broken: {string.Join("; ", verdict.Items("problems").Select(p => $"{p.Text("seq")} {p.Text("problem")}"))}");
    }

    /// <summary>The timer and its scheduled message are one decision: that it was committed is seen, that it fires is not waited for.</summary>
    public async Task<string> ScheduleAsync(CancellationToken ct)
    {
        var timer = (await LogAsync(ct)).LastOrDefault(e => e.Text("type") == "TimerSet" && e["data"].Text("name") == "quiet")?["data"]
            ?? throw new SmokeException("no quiet timer is set after the reply");
        if (!DateTimeOffset.TryParse(timer.Text("due"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var due) || due <= DateTimeOffset.UtcNow)
            throw new SmokeException($"the quiet timer is due {timer.Text("due")}, which is past");
        var queues = await http.GetAsync("/api/operator/queues", ct, Token);
        // Service Bus tells its depths as metrics of the namespace only.
        if (queues.Status != 501 && queues.Expect(200, "application/json").Json.Items().FirstOrDefault(q => q.Text("queue") == "input").Text("scheduled") is "" or "0")
            throw new SmokeException("the quiet timer is set, and no message is scheduled for it");
        return $"the quiet timer is set for {due.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC (that it fires is not waited for)";
    }

    public async Task<string> ParkedAsync(CancellationToken ct)
    {
        var parked = await ParkedListAsync(ct);
        var ours = parked.Where(p => p.Text("partition") == Conversation).ToArray();
        return ours.Length == 0 ? $"nothing of this run; {parked.Count} in all"
            : throw new SmokeException($"{ours.Length} messages of this run: {string.Join(", ", ours.Select(p => $"{p.Text("queue")} {p.Text("cause")}"))}");
    }

    public async Task<IReadOnlyList<JsonNode>> ParkedListAsync(CancellationToken ct) =>
        [.. (await http.GetAsync("/api/operator/parked", ct, Token)).Expect(200, "application/json").Json.Items()];

    private async Task<IReadOnlyList<JsonNode>> LogAsync(CancellationToken ct) =>
        [.. (await http.GetAsync($"/api/operator/conversations/{Conversation}/log", ct, Token)).Expect(200, "application/json").Json.Items("events")];

    private string Conversation => chat.Conversation ?? throw new NotCheckedException("no session was opened");

    private string Token => options.Token ?? throw new NotCheckedException("only staff see this: pass --token, or the --data of an instance on this machine");
}

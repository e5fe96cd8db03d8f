using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;

namespace FunctionsAgent.Local.Smoke;

/// <summary>A visitor of the web chat: opens, asks, waits, listens both ways, and keeps the order of what was said.</summary>
internal sealed class ChatChecks(SmokeHttp http, SmokeOptions options)
{
    private const int InOrder = 5;

    private string? _conversation;
    private string? _token;
    private long _seen;

    private static readonly TimeSpan ReplyWithin = TimeSpan.FromSeconds(100);

    /// <summary>Null until the session was opened.</summary>
    public string? Conversation => _conversation;

    /// <summary>What was sent in one go, in its order; empty until then.</summary>
    public IReadOnlyList<string> Ordered { get; private set; } = [];

    public async Task<string> OpenAsync(CancellationToken ct)
    {
        var agent = options.Agent ?? await AccessChecks.AgentAsync(http, ct) ?? throw new NotCheckedException("no agent is known: pass --agent");
        var session = (await http.PostAsync($"/api/chat/{Uri.EscapeDataString(agent)}/sessions", new { test = true }, ct)).Expect(201, "application/json").Json;
        if (session.Text("conversationId") is not { Length: > 0 } id || session.Text("token") is not { Length: > 0 } token)
            throw new SmokeException("the session has no conversationId or no token");
        (_conversation, _token) = (id, token);
        return $"conversation {id}";
    }

    public async Task<string> TokenAsync(CancellationToken ct)
    {
        var path = Events(0);
        (await http.GetAsync(path, ct)).Expect(401, "application/problem+json");
        (await http.GetAsync(path, ct, "not-the-token")).Expect(403, "application/problem+json");
        return "401 without, 403 with another";
    }

    public async Task<string> AskAsync(CancellationToken ct)
    {
        var answer = (await PostAsync("smoke-1", ct, wait: 30)).Expect(200, "application/json").Json;
        if (answer.Text("status") is not ("replied" or "handed-off")) throw new SmokeException($"no reply within 30 s: {answer.Text("status")}");
        var words = answer.Items("messages").LastOrDefault().Text("text");
        return words.Length > 0 ? $"{answer.Text("status")}, {words.Length} characters" : throw new SmokeException("the reply has no words");
    }

    /// <summary>What was said is there at once; a poll that is open while something is said brings it.</summary>
    public async Task<string> LongPollAsync(CancellationToken ct)
    {
        var past = await PageAsync(0, ct);
        if (!Said(past).SequenceEqual(["smoke-1"]) || !past.Items("events").Any(IsReply)) throw new SmokeException("the transcript has not the one message and its reply");
        _seen = Next(past);
        var open = http.GetAsync($"{Events(_seen)}&wait=25", ct, _token);
        (await PostAsync("smoke-2", ct)).Expect(202, "application/json");
        var news = (await open).Expect(200, "application/json").Json;
        if (!news.Items("events").Any()) throw new SmokeException("an open long poll ended after 25 s without what was said meanwhile");
        await UntilReplyAsync("smoke-2", news, ct);
        return "an open poll brings what is said meanwhile";
    }

    /// <summary>From the beginning and from the middle: ids rise, and the stream is open while something is said.</summary>
    public async Task<string> StreamAsync(CancellationToken ct)
    {
        if (_seen == 0) throw new NotCheckedException("the long poll did not get so far");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(TimeSpan.FromSeconds(40));
        var (head, lines) = await http.StreamAsync(Events(0), _seen.ToString(CultureInfo.InvariantCulture), _token!, limit.Token);
        using (lines)
        {
            head.Expect(200, "text/event-stream");
            (await PostAsync("smoke-3", ct)).Expect(202, "application/json");
            var said = false;
            try
            {
                while (await lines.ReadLineAsync(limit.Token) is { } line)
                {
                    if (line.StartsWith("event: end", StringComparison.Ordinal)) break;
                    if (line.StartsWith("id: ", StringComparison.Ordinal)) Rise(line[4..]);
                    if (!line.StartsWith("data: {", StringComparison.Ordinal)) continue;
                    var news = JsonNode.Parse(line[6..])!;
                    said |= news.Text("messageId") == "smoke-3";
                    if (said && IsReply(news)) return "what is said, and its reply, arrive while the stream is open";
                }
            }
            catch (OperationCanceledException) when (!ct.IsCancellationRequested)
            {
                throw new SmokeException($"an open stream brought {(said ? "no reply" : "nothing")} within 40 s: something between buffers it");
            }
            throw new SmokeException($"the stream ended {(said ? "before the reply" : "before what was said")}");
        }
    }

    /// <summary>Sent without waiting for one another's answer: taken in that order, and the reply comes after the last.</summary>
    public async Task<string> OrderAsync(CancellationToken ct)
    {
        if (_seen == 0) throw new NotCheckedException("the long poll did not get so far");
        string[] ids = [.. Enumerable.Range(1, InOrder).Select(i => $"smoke-order-{i}")];
        foreach (var id in ids) (await PostAsync(id, ct)).Expect(202, "application/json");
        var page = await UntilReplyAsync(ids[^1], await PageAsync(0, ct), ct);
        var taken = Said(page).Where(ids.Contains).ToArray();
        if (!taken.SequenceEqual(ids)) throw new SmokeException($"sent {string.Join(' ', ids)}, taken {string.Join(' ', taken)}");
        Ordered = ids;
        return $"{InOrder} messages taken as they were sent, answered after the last";
    }

    public async Task<string> RepeatAsync(CancellationToken ct)
    {
        if (Ordered.Count == 0) throw new NotCheckedException("the order was not seen");
        var first = await PageAsync(0, ct);
        var again = (await PostAsync(Ordered[^1], ct, wait: 5)).Expect(200, "application/json").Json;
        if (again.Text("messageId") != Ordered[^1]) throw new SmokeException("a repeated message was taken under another id");
        var then = await PageAsync(0, ct);
        return Said(then).Count(id => id == Ordered[^1]) == 1 && then.Items("events").Count() == first.Items("events").Count()
            ? "a message sent twice counts once" : throw new SmokeException("a message sent twice was taken or answered twice");
    }

    private Task<Answer> PostAsync(string id, CancellationToken ct, int? wait = null) =>
        http.PostAsync($"/api/chat/{Opened}/messages{(wait is null ? "" : $"?wait={wait}")}", new { text = options.Say, messageId = id }, ct, _token);

    private string Events(long after) => string.Create(CultureInfo.InvariantCulture, $"/api/chat/{Opened}/events?after={after}");

    private string Opened => Uri.EscapeDataString(_conversation ?? throw new NotCheckedException("no session was opened"));

    private async Task<JsonNode> PageAsync(long after, CancellationToken ct) => (await http.GetAsync(Events(after), ct, _token)).Expect(200, "application/json").Json;

    /// <summary>The transcript from the beginning, once it has a reply after the message. A poll ends with whatever is new, and that may be an earlier one's.</summary>
    private async Task<JsonNode> UntilReplyAsync(string id, JsonNode page, CancellationToken ct)
    {
        var begin = Stopwatch.GetTimestamp();
        for (var seen = Next(page); Stopwatch.GetElapsedTime(begin) < ReplyWithin;)
        {
            var all = await PageAsync(0, ct);
            _seen = Math.Max(_seen, Next(all));
            if (all.Items("events").SkipWhile(e => e.Text("messageId") != id).Any(IsReply)) return all;
            seen = Next((await http.GetAsync($"{Events(seen)}&wait=25", ct, _token)).Expect(200, "application/json").Json);
        }
        throw new SmokeException($"no reply to {id} within {ReplyWithin.TotalSeconds:0} s");
    }

    private void Rise(string id)
    {
        if (!long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var seq) || seq <= _seen) throw new SmokeException($"the stream went on from {_seen} with id {id}");
        _seen = seq;
    }

    private static long Next(JsonNode page) =>
        long.TryParse(page.Text("next"), NumberStyles.None, CultureInfo.InvariantCulture, out var next) ? next : throw new SmokeException("a page does not say what to ask for next");

    private static IEnumerable<string> Said(JsonNode page) => page.Items("events").Select(e => e.Text("messageId")).Where(id => id.Length > 0);

    private static bool IsReply(JsonNode e) => e.Text("type") == "handoff" || e.Text("role") == "agent";
}

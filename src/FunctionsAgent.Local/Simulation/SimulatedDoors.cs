using System;
using System.Globalization;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Channels;
using FunctionsAgent.Conversations;
using FunctionsAgent.Evaluation;

namespace FunctionsAgent.Local.Simulation;

/// <summary>Plays the customers at the product's own doors, over HTTP, each signed as its channel wants it.</summary>
internal sealed class SimulatedDoors(Uri url, string key, string agent, PlannedTools tools, TimeProvider time) : IDisposable
{
    public const string WebhookSource = "simulated";

    // Keys of a host that only this process can reach, and that nobody real writes to.
    public const string WebhookSecret = "whsec_c2ltdWxhdGVkLWN1c3RvbWVycy1vbmx5LTAx";
    public const string MailToken = "simulated-mail-gateway-token-01";
    public const string VoiceToken = "simulated-voice-provider-token-01";

    private const string OurNumber = "+15005550006";
    private const int Patience = 30;

    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = url, Timeout = TimeSpan.FromMinutes(2) };

    /// <summary>Says it. Answers what became of it as far as the door tells, <c>replied</c> or <c>handed-off</c>; null where it does not tell.</summary>
    /// <exception cref="ProblemException">The door refused.</exception>
    public async Task<string?> SayAsync(Talk talk, Act act, SimulatedVisit visit, CancellationToken ct)
    {
        visit.Said++;
        var line = act.Turn!.Line;
        if (visit.Said > 1 || talk.Channel != Channel.Chat) return await SaidAsync(talk, line, visit, ct);
        var session = new JsonObject();
        if (line.Customer is { } customer) session["customer"] = JsonNode.Parse(customer.GetRawText());
        if (talk.Test) session["test"] = true;
        var opened = await SendAsync(Json($"/api/chat/{Uri.EscapeDataString(agent)}/sessions", session), ct);
        (visit.Conversation, visit.Token) = (opened.Text("conversationId"), opened.Text("token"));
        return await SaidAsync(talk, line, visit, ct);
    }

    public Task SurveyAsync(Act act, SimulatedVisit visit, CancellationToken ct)
    {
        var body = new JsonObject { ["score"] = act.Score };
        if (act.Comment is { } comment) body["comment"] = comment;
        return SendAsync(Json($"/api/chat/{visit.Conversation}/survey", body, visit.Token), ct);
    }

    public void Dispose() => http.Dispose();

    private async Task<string?> SaidAsync(Talk talk, Line line, SimulatedVisit visit, CancellationToken ct)
    {
        var id = $"{visit.Key}-{visit.Said}";
        var request = talk.Channel.Name switch
        {
            "chat" => Json($"/api/chat/{visit.Conversation}/messages?wait={Patience}", new JsonObject { ["text"] = line.Says, ["messageId"] = id }, visit.Token),
            "api" => Api(line, visit, id),
            "webhook" => Webhook(talk, line, visit, id),
            "email" => Mail(talk, line, visit, id),
            _ => Voice(talk, line, visit),
        };
        tools.Use(visit.Conversation!, line);
        var answer = await SendAsync(request, ct);
        // A reply of the phone is no JSON, and names no conversation.
        if (answer.Text("conversationId") is { Length: > 0 } known && known != visit.Conversation)
            throw new InvalidOperationException($"{visit.Key} was expected in conversation {visit.Conversation} and came to {known}.");
        return talk.Channel.Name is "chat" or "api" ? answer.Text("status") : null;
    }

    private HttpRequestMessage Api(Line line, SimulatedVisit visit, string id)
    {
        var body = new JsonObject { ["text"] = line.Says, ["messageId"] = id };
        if (visit.Conversation is { } known) body["conversationId"] = known;
        else if (line.Customer is { } customer) body["customer"] = JsonNode.Parse(customer.GetRawText());
        visit.Conversation ??= ThreadId.For(agent, "embedded-key", "api", "m:" + id).Value;
        return Json($"/api/agents/{Uri.EscapeDataString(agent)}/messages?wait={Patience}", body, key);
    }

    private HttpRequestMessage Webhook(Talk talk, Line line, SimulatedVisit visit, string id)
    {
        visit.Conversation ??= ThreadId.For(agent, WebhookSource, "webhook", $"{WebhookSource}:conversation:{visit.Key}").Value;
        var now = time.GetUtcNow();
        var data = new JsonObject { ["conversation"] = visit.Key, ["messageId"] = id, ["text"] = line.Says, ["from"] = talk.Identifier };
        if (line.Customer is { } customer) data["customer"] = JsonNode.Parse(customer.GetRawText());
        var body = JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["type"] = "message.created", ["timestamp"] = now.ToString("O", CultureInfo.InvariantCulture), ["data"] = data });
        var request = new HttpRequestMessage(HttpMethod.Post, $"/channels/webhook/{WebhookSource}") { Content = new ByteArrayContent(body) };
        StandardWebhooks.TryDecodeSecret(WebhookSecret, out var secret);
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", StandardWebhooks.Sign(secret, id, now.ToUnixTimeSeconds(), body));
        return request;
    }

    private HttpRequestMessage Mail(Talk talk, Line line, SimulatedVisit visit, string id)
    {
        var mail = $"{id}@customer.example";
        visit.Conversation ??= ThreadId.For(agent, SimulatedMail.To, "email", $"{mail}\n{talk.Identifier}").Value;
        var text = SimulatedMail.Compose(talk.Identifier!, mail, visit.Said == 1 ? null : $"{visit.Key}-{visit.Said - 1}@customer.example", line.Says, time.GetUtcNow());
        var request = new HttpRequestMessage(HttpMethod.Post, "/channels/email/mime") { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(text)) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("message/rfc822");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", MailToken);
        return request;
    }

    /// <summary>The originating carrier vouches for the number (STIR/SHAKEN, level A).</summary>
    private HttpRequestMessage Voice(Talk talk, Line line, SimulatedVisit visit)
    {
        visit.Conversation ??= ThreadId.For(agent, OurNumber, "voice", "CA" + visit.Key).Value;
        (string Name, string Value)[] fields =
        [
            ("CallSid", "CA" + visit.Key), ("From", talk.Identifier!), ("To", OurNumber), ("SpeechResult", line.Says), ("Confidence", "0.93"), ("StirVerstat", "TN-Validation-Passed-A"),
        ];
        var body = Encoding.ASCII.GetBytes(string.Join('&', Array.ConvertAll(fields, f => $"{f.Name}={Uri.EscapeDataString(f.Value)}")));
        var path = $"/channels/voice/twilio/turn?n={visit.Said}";
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/x-www-form-urlencoded; charset=UTF-8");
        request.Headers.Add("X-Twilio-Signature", TwilioSignature.Compute(VoiceToken, url.ToString().TrimEnd('/') + path, body));
        return request;
    }

    private static HttpRequestMessage Json(string path, JsonObject body, string? token = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return request;
    }

    private async Task<JsonNode> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        using var sent = request;
        using var response = await http.SendAsync(sent, ct);
        var text = await response.Content.ReadAsStringAsync(ct);
        var json = text.StartsWith('{') ? JsonNode.Parse(text)! : new JsonObject();
        if (response.IsSuccessStatusCode) return json;
        throw new ProblemException((int)response.StatusCode, $"{request.RequestUri} refused a simulated customer: {json.Text("title")}", json.Text("detail"));
    }
}

using System.Buffers.Text;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FunctionsAgent.Access;
using FunctionsAgent.Agents;
using FunctionsAgent.Conversations;
using Microsoft.AspNetCore.Http;

namespace FunctionsAgent.Channels;

/// <summary>Web chat over HTTP: sessions with their own token, messages, long poll and Server-Sent Events (surface, contracts C7).</summary>
public sealed class ChatApi(Packages packages, ConversationLog log, Indexes indexes, IDoor door, Transcript transcript, ChannelOptions options, TimeProvider time)
{
    public const string Channel = "chat";
    private const string Route = "web";
    private const int MaxBody = 64 * 1024;
    private const int MaxText = 8 * 1024;
    private const int MaxCustomer = 4 * 1024;
    internal static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(30);

    public Task<IResult> OpenAsync(HttpRequest request, CancellationToken ct) => Outage.AnswerAsync(request, () => OpenedAsync(request, ct));

    private async Task<IResult> OpenedAsync(HttpRequest request, CancellationToken ct)
    {
        var agent = Requests.Route(request, "agent");
        if (await packages.FindAsync(agent, null, ct) is not { } package) return Problem.UnknownAgent(agent);
        if (Foreign(request) is { } refusal) return refusal;
        var (body, problem) = await Requests.ObjectAsync(request, MaxBody, ct);
        if (problem is not null) return problem;
        var (customer, wrong) = Customer(body);
        if (wrong is not null) return wrong;
        var test = false;
        if (body.TryGetProperty("test", out var given) && given.ValueKind != JsonValueKind.Null)
        {
            if (given.ValueKind is not (JsonValueKind.True or JsonValueKind.False)) return Problem.Of(400, "invalid-member", "test must be true or false.", $"It is {given.ValueKind}.");
            test = given.GetBoolean();
        }

        var thread = ThreadId.For(agent, Route, Channel, Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16)));
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        ImmutableArray<Piece> content = customer is null ? default : [new Piece("customer", "personal", "customer", customer.ToJsonString())];
        var data = new JsonObject { ["agent"] = agent, ["channel"] = Channel, ["route"] = Route, ["version"] = package.Version, ["tokenHash"] = Hashing.Id(token) };
        if (test) data["test"] = true;
        var started = new EventBody(EventTypes.ConversationStarted, data, content);
        await indexes.EnterDayAsync(agent, Indexes.Day(time.GetUtcNow()), thread.Value, ct);
        foreach (var contact in Contacts.Of(null, customer, null)) await indexes.EnterContactAsync(contact, thread.Value, ct);
        var state = customer is null ? null : new State(Customer: JsonSerializer.SerializeToElement(customer));
        await log.CommitAsync(thread.Value, new Snapshot(Head.Empty, null, State.Empty), "chat", null, new Decision([started], State: state), ct);
        return Results.Json(new { conversationId = thread.Value, token }, statusCode: 201);
    }

    public Task<IResult> PostAsync(HttpRequest request, CancellationToken ct) => Outage.AnswerAsync(request, () => PostedAsync(request, ct));

    private async Task<IResult> PostedAsync(HttpRequest request, CancellationToken ct)
    {
        var conversationId = Requests.Route(request, "conversationId");
        var (head, refusal) = await SessionAsync(request, conversationId, ct);
        if (refusal is not null) return refusal;
        var (body, problem) = await Requests.ObjectAsync(request, MaxBody, ct);
        if (problem is not null) return problem;
        if (Wait(request, out var wait) is { } badWait) return badWait;
        return await MessageAsync(body, wait, new(head!.Agent, Channel, head.Route, conversationId, "", "", "", "none"), conversationId, "chat", ct, Requests.WantsEvents(request));
    }

    /// <summary>Takes <c>{"text","messageId"?}</c> for a conversation whose caller is known, and waits where asked to.</summary>
    /// <param name="wait">Null: not for the answer.</param>
    /// <param name="streamed">The answer is sent sentence by sentence.</param>
    internal async Task<IResult> MessageAsync(JsonElement body, TimeSpan? wait, InboundMessage like, string conversationId, string prefix, CancellationToken ct, bool streamed = false)
    {
        var (text, badText) = Requests.Text(body, "text", MaxText);
        if (badText is not null) return badText;
        if (string.IsNullOrWhiteSpace(text)) return Problem.Of(400, "no-text", "The message has no text.", "Send {\"text\": \"...\"}.");
        var (messageId, badId) = Requests.Text(body, "messageId", 200);
        if (badId is not null) return badId;
        if (messageId is "") return Problem.Of(400, "invalid-member", "messageId must not be empty.", "Leave it out to be given one.");

        messageId ??= Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(12));
        // The deadline counts from the request, whatever the door takes.
        var deadline = time.GetUtcNow() + (wait ?? TimeSpan.Zero);
        var entry = await door.EnterAsync(like with { Text = text, DeliveryId = $"{prefix}:{messageId}", MessageId = messageId }, wait, ct, conversationId);
        switch (entry.Outcome)
        {
            case EntryOutcome.OtherContent:
                return Problem.Of(409, "message-id-reused", "This messageId names another message.", "A retry must carry the same text; a new message a new id.");
            case EntryOutcome.Full:
                return Problem.Of(429, "too-many-waiting", "Too many messages are waiting in this conversation.", "They will be answered; send more after the reply.");
            case EntryOutcome.UnknownAgent:
                return Problem.UnknownAgent(like.Agent);
        }
        if (wait is null) return Results.Json(new { conversationId = entry.ConversationId, messageId }, statusCode: 202);
        if (streamed) return new AnswerStream(ct => transcript.AnswerAsync(entry.ConversationId, messageId, entry.After, deadline, ct), entry.ConversationId, messageId, time, ct);
        var answer = await transcript.AnswerAsync(entry.ConversationId, messageId, entry.After, deadline, ct);
        return Results.Json(new ToldAnswer(entry.ConversationId, messageId, answer.Status, [.. answer.Messages.Select(ToldMessage.Of)]));
    }

    public Task<IResult> EventsAsync(HttpRequest request, CancellationToken ct) => Outage.AnswerAsync(request, () => SeenAsync(request, ct));

    private async Task<IResult> SeenAsync(HttpRequest request, CancellationToken ct)
    {
        var conversationId = Requests.Route(request, "conversationId");
        var (_, refusal) = await SessionAsync(request, conversationId, ct);
        if (refusal is not null) return refusal;
        if (!After(request, out var after)) return Problem.Of(400, "invalid-after", "after must be a whole number from 0 on.");
        if (Requests.WantsEvents(request))
            return new EventStream(transcript, conversationId, after, time, ct);
        if (Wait(request, out var wait) is { } badWait) return badWait;
        var page = await transcript.ReadAsync(conversationId, after, time.GetUtcNow() + (wait ?? TimeSpan.Zero), ct);
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        return Results.Json(page);
    }

    public IResult Page(HttpRequest request)
    {
        if (packages.All.Count == 0) return Problem.Of(404, "no-agent", "No agent is served here.");
        var (html, policy) = ChatPage.Render(packages.All[0].Name);
        request.HttpContext.Response.Headers.ContentSecurityPolicy = policy;
        request.HttpContext.Response.Headers.XContentTypeOptions = "nosniff";
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        return Results.Content(html, "text/html; charset=utf-8");
    }

    /// <summary>The head of the conversation whose token the request carries, or why not.</summary>
    internal async Task<(Head? Head, IResult? Refusal)> SessionAsync(HttpRequest request, string conversationId, CancellationToken ct)
    {
        if (Foreign(request) is { } foreign) return (null, foreign);
        if (Requests.Bearer(request) is not { Length: > 0 } token)
        {
            request.HttpContext.Response.Headers.WWWAuthenticate = "Bearer";
            return (null, Problem.Of(401, "no-token", "The session token is missing.", "Send Authorization: Bearer with the token that opening the session returned."));
        }
        if (!ThreadId.TryParse(conversationId, out var id) || await log.HeadAsync(id.Value, ct) is not { } head) return (null, Problem.UnknownConversation());
        // A conversation of another channel has no token: nothing opens it here.
        return head.TokenHash is { } expected && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(expected), Encoding.ASCII.GetBytes(Hashing.Id(token)))
            ? (head, null)
            : (null, Problem.Of(403, "wrong-token", "This token does not open this conversation."));
    }

    /// <summary>A page of another site may not speak for its visitor unless it is listed.</summary>
    private IResult? Foreign(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        return origin.Length == 0 || options.Chat.Allows(origin) || Requests.IsOwn(request, origin) ? null
            : Problem.Of(403, "foreign-origin", "This origin may not use the chat.", "List it in setting Channels__Chat__Origins.");
    }

    internal static (JsonObject? Customer, IResult? Problem) Customer(JsonElement body)
    {
        if (!body.TryGetProperty("customer", out var customer) || customer.ValueKind == JsonValueKind.Null) return (null, null);
        if (customer.ValueKind != JsonValueKind.Object) return (null, Problem.Of(400, "invalid-member", "customer must be an object.", $"It is {customer.ValueKind}."));
        var text = customer.GetRawText();
        return text.Length <= MaxCustomer ? (JsonObject.Create(customer), null)
            : (null, Problem.Of(413, "too-large", "customer is too large.", $"{text.Length:N0} characters; at most {MaxCustomer:N0} are taken."));
    }

    internal static bool After(HttpRequest request, out long after)
    {
        var given = request.Headers["Last-Event-ID"].ToString() is { Length: > 0 } last ? last : request.Query["after"].ToString();
        after = 0;
        return given.Length == 0 || (long.TryParse(given, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out after) && after >= 0);
    }

    internal static IResult? Wait(HttpRequest request, out TimeSpan? wait)
    {
        wait = null;
        if (!request.Query.TryGetValue("wait", out var given)) return null;
        if (!int.TryParse(given, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var seconds) || seconds > MaxWait.TotalSeconds)
            return Problem.Of(400, "invalid-wait", "wait must be whole seconds.", $"From 0 to {MaxWait.TotalSeconds:N0}.");
        wait = seconds == 0 ? null : TimeSpan.FromSeconds(seconds);
        return null;
    }
}

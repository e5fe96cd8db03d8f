using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using FunctionsAgent.Access;
using FunctionsAgent.Agents;
using FunctionsAgent.Conversations;
using Microsoft.AspNetCore.Http;

namespace FunctionsAgent.Channels;

/// <summary>The API for other agents and systems: a message in, the answer back, one's own conversations to read.</summary>
public sealed class AgentApi(Authentication authentication, Packages packages, ConversationLog log, ChatApi chat, Transcript transcript, TimeProvider time)
{
    private const string Channel = "api";

    /// <summary>What a caller may say the conversation runs over; the other channels have doors of their own.</summary>
    private static readonly string[] Channels = [Channel, ChatApi.Channel];
    private const int MaxBody = 64 * 1024;

    /// <summary><c>{"text","conversationId"?,"messageId"?,"customer"?,"channel"?}</c>; without a conversation one is begun.</summary>
    public Task<IResult> PostAsync(HttpRequest request, CancellationToken ct) => Outage.AnswerAsync(request, () => PostedAsync(request, ct));

    private async Task<IResult> PostedAsync(HttpRequest request, CancellationToken ct)
    {
        var agent = Requests.Route(request, "agent");
        var (caller, refusal) = await authentication.AgentAsync(request, AgentScopes.Send);
        if (refusal is not null) return refusal;
        if (await packages.FindAsync(agent, null, ct) is null) return Problem.UnknownAgent(agent);
        var (body, problem) = await Requests.ObjectAsync(request, MaxBody, ct);
        if (problem is not null) return problem;
        return ChatApi.Wait(request, out var wait) is { } badWait ? badWait : await SendAsync(caller!, agent, body, wait, ct, Requests.WantsEvents(request));
    }

    /// <summary>A caller's message, whatever it came by; its scope and the agent's name are checked.</summary>
    internal async Task<IResult> SendAsync(Principal caller, string agent, JsonElement body, TimeSpan? wait, CancellationToken ct, bool streamed = false)
    {
        var (given, badId) = Requests.Text(body, "conversationId", 64);
        if (badId is not null) return badId;
        var (customer, badCustomer) = ChatApi.Customer(body);
        if (badCustomer is not null) return badCustomer;

        var (named, badChannel) = Requests.Text(body, "channel", 20);
        if (badChannel is not null) return badChannel;
        var channel = named ?? Channel;
        if (!Channels.Contains(channel)) return Problem.Of(400, "unknown-channel", "This door has no such channel.", $"One of {string.Join(", ", Channels)}; mail, phone and webhooks have doors of their own.");

        var thread = ThreadId.For(agent, caller.By, channel, NewKey(body)).Value;
        if (given is not null)
        {
            if (await OwnAsync(given, agent, caller.By, ct) is not { } own) return Problem.UnknownConversation();
            (thread, channel) = (given, own);
        }
        // Whoever claimed the agent has signed in here: it is taken for them where its token says so.
        var account = caller.Grant is { Account: { } claimed } ? claimed : null;
        var acts = account is not null && caller.Grant!.Scopes.Contains(AgentScopes.Act);
        var message = new InboundMessage(agent, channel, caller.By, thread, "", "", "", acts ? "verified" : customer is null ? "none" : "stated", acts ? account : null, customer)
        {
            By = caller.Grant is null ? null : caller.By, For = account, Scope = caller.Grant is { } allowed ? string.Join(' ', allowed.Scopes) : null,
        };
        return await chat.MessageAsync(body, wait, message, thread, "api", ct, streamed);
    }

    /// <summary>A caller that names its first message and does not hear the answer sends it again into the same conversation.</summary>
    private static string NewKey(JsonElement body) => Requests.Text(body, "messageId", 200).Value is { Length: > 0 } id
        ? "m:" + id : Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));

    /// <summary>The channel of a conversation this caller has with this agent, also while its first message waits for its turn; else null.</summary>
    private async Task<string?> OwnAsync(string given, string agent, string caller, CancellationToken ct)
    {
        if (!ThreadId.TryParse(given, out var id)) return null;
        if (await log.HeadAsync(id.Value, ct) is { } head) return head.Route == caller && head.Agent == agent ? head.Channel : null;
        return await log.PendingAsync(id.Value, 1, ct) is [var first] && first.Route == caller && first.Agent == agent ? first.Channel : null;
    }

    /// <summary>What was said, as the customer saw it. <c>ID/3</c> is answered with its third episode by the operator's log.</summary>
    public Task<IResult> ReadAsync(HttpRequest request, CancellationToken ct) => Outage.AnswerAsync(request, () => SeenAsync(request, ct));

    private async Task<IResult> SeenAsync(HttpRequest request, CancellationToken ct)
    {
        var conversationId = Requests.Route(request, "conversationId");
        var (caller, refusal) = await authentication.AgentAsync(request, AgentScopes.Read);
        if (refusal is not null) return refusal;
        return ChatApi.After(request, out var after) ? await ReadAsync(caller!, conversationId, after, ct) : Problem.Of(400, "invalid-after", "after must be a whole number from 0 on.");
    }

    /// <summary>What a caller may see of a conversation after a sequence; its scope is checked.</summary>
    internal async Task<IResult> ReadAsync(Principal caller, string conversationId, long after, CancellationToken ct)
    {
        if (!ThreadId.TryParse(conversationId, out var id) || await log.HeadAsync(id.Value, ct) is not { } head || !caller.MayRead(head.Route)) return Problem.UnknownConversation();
        var page = await transcript.ReadAsync(id.Value, after, time.GetUtcNow(), ct);
        return Results.Json(new { conversationId, agent = head.Agent, channel = head.Channel, owner = head.Owner, events = page.Events, next = page.Next });
    }
}

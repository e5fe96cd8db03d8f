using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Benchmarks;

/// <summary>One customer at the chat door, who asks where an order is, again and again.</summary>
internal sealed class Visitor
{
    private static readonly byte[] Question = Encoding.UTF8.GetBytes("""{"text":"Where is my order #W1001?"}""");

    private readonly Agent agent;
    private readonly string conversation;
    private readonly AuthenticationHeaderValue token;

    private Visitor(Agent agent, string conversation, string token) =>
        (this.agent, this.conversation, this.token) = (agent, conversation, new AuthenticationHeaderValue("Bearer", token));

    public static async Task<Visitor> OpenAsync(Agent agent)
    {
        using var response = await agent.Client.PostAsync($"/api/chat/{Agent.Name}/sessions", Body("{}"u8.ToArray()));
        response.EnsureSuccessStatusCode();
        using var body = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync());
        return new Visitor(agent, body.RootElement.GetProperty("conversationId").GetString()!, body.RootElement.GetProperty("token").GetString()!);
    }

    /// <summary>One turn: the question by HTTP, until the answer is in the response.</summary>
    public async Task AskAndWaitAsync(CancellationToken ct)
    {
        var answer = await PostAsync("?wait=20", ct);
        if (!answer.Contains("\"replied\"", StringComparison.Ordinal)) throw new InvalidOperationException($"No answer within 20 s: {answer}");
        if (!answer.Contains("tracking number", StringComparison.Ordinal)) throw new InvalidOperationException($"Not the answer that was asked for: {answer}");
    }

    /// <summary>One turn: the question by HTTP, accepted at once, until the reply stands in the log.</summary>
    public async Task AskAsync(CancellationToken ct)
    {
        var reply = agent.Tally.Reply(conversation);
        await PostAsync("", ct);
        await reply.WaitAsync(TimeSpan.FromSeconds(30), ct);
    }

    private async Task<string> PostAsync(string query, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/chat/{conversation}/messages{query}") { Content = Body(Question) };
        request.Headers.Authorization = token;
        using var response = await agent.Client.SendAsync(request, ct);
        var text = await response.Content.ReadAsStringAsync(ct);
        return response.IsSuccessStatusCode ? text : throw new HttpRequestException($"{(int)response.StatusCode}: {text}");
    }

    private static ByteArrayContent Body(byte[] json) => new(json) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
}

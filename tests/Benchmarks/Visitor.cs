using System.Net.Http.Headers;
using System.Text.Json;

namespace Benchmarks;

/// <summary>One customer at the chat door, who mostly asks where an order is, again and again.</summary>
internal sealed class Visitor
{
    private const string Question = "Where is my order #W1001?";

    private readonly Agent agent;
    private readonly string conversation;
    private readonly AuthenticationHeaderValue token;

    private Visitor(Agent agent, string conversation, string token) =>
        (this.agent, this.conversation, this.token) = (agent, conversation, new AuthenticationHeaderValue("Bearer", token));

    public string Conversation => conversation;

    /// <param name="mail">The address the visitor states, if any.</param>
    public static async Task<Visitor> OpenAsync(Agent agent, string? mail = null)
    {
        using var response = await agent.Client.PostAsync($"/api/chat/{Agent.Name}/sessions", Body<object>(mail is null ? new { } : new { customer = new { email = mail } }));
        response.EnsureSuccessStatusCode();
        using var body = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync());
        return new Visitor(agent, body.RootElement.GetProperty("conversationId").GetString()!, body.RootElement.GetProperty("token").GetString()!);
    }

    /// <summary>One turn: the question by HTTP, until the answer is in the response.</summary>
    public Task AskAndWaitAsync(CancellationToken ct) => AskAndWaitAsync(Question, "tracking number", ct);

    /// <summary>One turn, by HTTP until the answer is in the response, which has to hold these words.</summary>
    public async Task AskAndWaitAsync(string question, string answered, CancellationToken ct)
    {
        var answer = await PostAsync(question, "?wait=20", ct);
        if (answer.Contains("\"pending\"", StringComparison.Ordinal)) throw new InvalidOperationException($"No answer within 20 s: {answer}");
        if (!answer.Contains(answered, StringComparison.Ordinal)) throw new InvalidOperationException($"Not the answer that was asked for: {answer}");
    }

    /// <summary>One turn: the question by HTTP, accepted at once, until the reply stands in the log.</summary>
    public async Task AskAsync(CancellationToken ct)
    {
        var reply = agent.Tally.Reply(conversation);
        await PostAsync(Question, "", ct);
        await reply.WaitAsync(TimeSpan.FromSeconds(30), ct);
    }

    private async Task<string> PostAsync(string text, string query, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/chat/{conversation}/messages{query}") { Content = Body(new { text }) };
        request.Headers.Authorization = token;
        using var response = await agent.Client.SendAsync(request, ct);
        var answer = await response.Content.ReadAsStringAsync(ct);
        return response.IsSuccessStatusCode ? answer : throw new HttpRequestException($"{(int)response.StatusCode}: {answer}");
    }

    private static ByteArrayContent Body<T>(T json) => new(JsonSerializer.SerializeToUtf8Bytes(json)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
}

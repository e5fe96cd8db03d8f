using System.Net.Http.Json;
using System.Text.Json;
using FunctionsAgent.Local;
using FunctionsAgent.Tests.Doors;
using FunctionsAgent.Tests.Drivers;

namespace FunctionsAgent.Tests.Evaluation;

/// <summary>Looking at conversations by the front door.</summary>
internal static class Reviewing
{
    public const string Marks = "/api/operator/reviews";
    public const string Next = "/api/operator/reviews/next";

    public static Task<HttpResponseMessage> PostMarkAsync(this HttpClient client, string conversation, string turn, string category, string? note = null) =>
        client.PostAsJsonAsync(Marks, new { conversationId = conversation, turn, category, note });

    public static async Task<JsonElement> MarkAsync(this AgentHost host, ChatSession chat, string category, string? note = null, string turn = "last") =>
        await FineAsync(await host.Staff.PostMarkAsync(chat.Conversation, turn, category, note));

    public static async Task<JsonElement> NextAsync(this AgentHost host, string query = "") => await FineAsync(await host.Staff.GetAsync(Next + query));

    public static async Task<JsonElement> MarksAsync(this AgentHost host, string query = "") => await FineAsync(await host.Staff.GetAsync(Marks + query));

    public static async Task<JsonElement> FineAsync(HttpResponseMessage response)
    {
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return await response.JsonAsync();
    }

    /// <summary>A conversation of one turn, and all that follows from it.</summary>
    public static async Task<ChatSession> ToldAsync(this AgentHost host, string text, object? customer = null)
    {
        var chat = await host.OpenChatAsync(customer);
        await chat.SayAsync(text);
        await host.DrainedAsync();
        return chat;
    }

    public static async Task EraseAsync(this AgentHost host, ChatSession chat) => await FineAsync(await host.Staff.PostAsJsonAsync("/api/operator/erase", new { conversationId = chat.Conversation }));

    /// <summary>What the mark answered: of each person category, and whether it counts.</summary>
    public static IReadOnlyList<string> Reviews(this JsonElement marked) => [.. marked.Items("reviews").Select(r => $"{r.Text("by")} {r.Text("category")} {r.Text("counts")}")];

    public static IReadOnlyList<string> Ids(this JsonElement next) => [.. next.Items("items").Select(i => $"{i.Text("conversationId")}:{i.Text("turn")}")];

    public static async Task<(int Code, string Output, string Error)> VerbAsync(this AgentHost host, params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = await CommandLine.RunAsync([.. args, "--url", host.Host.Url.ToString(), "--token", host.Host.Key], output, error);
        return (code, output.ToString(), error.ToString());
    }
}

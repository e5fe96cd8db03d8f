using System.Net.Http.Json;
using System.Text.Json;
using FunctionsAgent.Conversations;
using FunctionsAgent.Tests.Drivers;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsAgent.Tests.Chaos;

/// <summary>The product in this process with the agent that writes, its shop and its mail server, and a clock that can be moved.</summary>
internal sealed class ChaosHost : IAsyncDisposable
{
    private string? backOff, runAhead;
    private readonly string data = Directory.CreateTempSubdirectory("functionsagent-chaos-").FullName;

    private ChaosHost(Shop shop) => Shop = shop;

    public Shop Shop { get; }

    public SmtpSink Smtp { get; } = new();

    public ShiftedTime Time { get; } = new(TimeSpan.Zero);

    public AgentHost Host { get; private set; } = null!;

    public static async Task<ChaosHost> StartAsync(Action<IServiceCollection>? configure = null, string? backOffSeconds = null, string? runAhead = null)
    {
        var host = new ChaosHost(await Shop.StartAsync()) { backOff = backOffSeconds, runAhead = runAhead };
        await host.BeginAsync(configure);
        return host;
    }

    /// <summary>Waits for every handler, then begins again on the same data.</summary>
    public async Task RestartAsync()
    {
        await Host.DisposeAsync();
        await BeginAsync(null);
    }

    public Task IdleAsync() => Host.Get<IdleWatch>().IdleAsync(TimeSpan.FromSeconds(120));

    /// <summary>Delivers a message as its provider would, which repeats what was not taken. Answers the conversation.</summary>
    public async Task<string> DeliverAsync(string conversation, string id, string text, string source = "quiet")
    {
        for (var attempt = 1; ; attempt++)
        {
            using var response = await Host.Client.SendAsync(Webhooks.Request(source, conversation, id, text, Time.GetUtcNow()));
            // What a sender does with 503: the same delivery again.
            if (response.StatusCode == System.Net.HttpStatusCode.ServiceUnavailable && attempt < 10) continue;
            response.EnsureSuccessStatusCode();
            return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("conversationId").GetString()!;
        }
    }

    public async Task<(string Thread, string Id)> MailAsync(string text, string messageId = "m1@customer.example")
    {
        // A mail without a subject of its own would join the thread of another.
        var mail = Mail.Text(text).Replace("m1@customer.example", messageId, StringComparison.Ordinal).Replace("Subject: My order", $"Subject: My order {messageId}", StringComparison.Ordinal);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/channels/email/mime") { Content = new StringContent(mail) };
        request.Content.Headers.ContentType = new("message/rfc822");
        request.Headers.Authorization = new("Bearer", Mail.Token);
        using var response = await Host.Client.SendAsync(request);
        response.EnsureSuccessStatusCode();
        var body = await response.Content.ReadFromJsonAsync<JsonElement>();
        return (body.GetProperty("conversationId").GetString()!, body.GetProperty("messageId").GetString()!);
    }

    /// <summary>What every conversation must satisfy at the end, however it came there.</summary>
    public async Task<IReadOnlyList<LoggedEvent>> CheckAsync(string thread, IEnumerable<string> messages)
    {
        var log = await Host.LogAsync(thread);
        foreach (var id in messages)
        {
            var named = log.Count(e => e.Type == "ReplySent" && e.Answers.Contains(id))
                + log.Count(e => e.Type == "StageFailed" && e.Data.GetProperty("messages").EnumerateArray().Any(m => m.GetString() == id));
            Assert.True(named == 1, $"{id} is answered {named} times: {string.Join(" ", log.Select(e => e.Type))}");
        }
        Assert.Equal(0, await Host.Get<ConversationLog>().PendingCountAsync(thread, 10, CancellationToken.None));
        Assert.True((await Host.VerifyAsync(thread)).GetProperty("ok").GetBoolean());
        return log;
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await Shop.DisposeAsync();
        Smtp.Dispose();
        Directory.Delete(data, recursive: true);
    }

    private async Task BeginAsync(Action<IServiceCollection>? configure)
    {
        var settings = new Dictionary<string, string?>(Lives.Settings(Shop, Smtp)) { ["Pipeline__BackOffSeconds"] = backOff, ["Pipeline__RunAhead"] = runAhead };
        Host = await AgentHost.StartAsync(data, settings, Time, services =>
        {
            services.ServeChaosAgent().WatchIdle();
            configure?.Invoke(services);
        });
    }
}

using System.Text;
using FunctionsAgent.Tests.Drivers;
using FunctionsAgent.Tests.Observability;
using Microsoft.Extensions.Logging;

namespace FunctionsAgent.Tests.Access;

/// <summary>Every secret that was told to an agent or its person once is nowhere else: no log line, span, measure, error body, and no byte of the data directory.</summary>
[Collection(nameof(Watched))]
public sealed class NoSecretsOfAgentsTests
{
    [Fact]
    public async Task No_log_no_trace_no_metric_no_error_and_no_row_has_a_secret()
    {
        using var memory = new MemoryLog();
        using var watched = new Watched(all: true);
        // Paths of requests are the platform's to log, and a link's token is in one.
        await using var host = await AgentHost.StartAsync(logging: logging => logging.AddProvider(memory).SetMinimumLevel(LogLevel.Trace).AddFilter("Microsoft.AspNetCore", LogLevel.Warning).AddFilter("System.Net.Http", LogLevel.Warning));
        var agent = await OutsideAgent.RegisteredAsync(host);
        await OutsideAgent.OkAsync(await agent.SayAsync("Where is my order #W1001?"));
        var person = new OutsideAgent.Visitor(host.Host.Url);
        await agent.ClaimAsync(person, "ada@shop.example");
        await agent.ExchangeAsync();
        await OutsideAgent.OkAsync(await agent.SayAsync("Where is my order #W1001?"));
        await OutsideAgent.OkAsync(await agent.RefreshAsync());
        List<HttpResponseMessage> refused =
        [
            await agent.PostJsonAsync("/agent/identity/claim/complete", new { claim_token = agent.ClaimToken, user_code = "123456" }), await agent.PostJsonAsync("/agent/identity/claim", new { claim_token = agent.ClaimToken, login_hint = "x" }),
            await agent.PostJsonAsync("/agent/identity", new { type = agent.RefreshToken }), await agent.TryExchangeAsync(agent.Token), await agent.SendAsync(HttpMethod.Get, "/api/operator/parked"),
        ];
        await agent.RevokeAsync();
        refused.Add(await agent.SayAsync("hello"));
        await host.DrainedAsync();

        string[] secrets = [.. agent.Told, .. agent.Told.Where(told => told.StartsWith("ey", StringComparison.Ordinal)).Select(jwt => jwt.Split('.')[2]), .. person.Cookies];
        Assert.True(secrets.Length >= 10, $"{secrets.Length} secrets");
        var texts = memory.Lines.Where(line => !line.StartsWith("Microsoft.AspNetCore.Hosting.Diagnostics scope ", StringComparison.Ordinal)).Concat(watched.Texts(
            source => source == FunctionsAgent.Storage.Telemetry.Name, meter => meter == FunctionsAgent.Storage.Telemetry.Name || FunctionsAgent.Pipeline.TelemetryExport.Platform.Contains(meter))).ToList();
        foreach (var answer in refused)
        {
            Assert.InRange((int)answer.StatusCode, 400, 499);
            texts.Add(await answer.Content.ReadAsStringAsync());
        }
        var files = Directory.EnumerateFiles(host.Data, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)).Select(Bytes).ToList();
        Assert.NotEmpty(memory.Lines);
        Assert.Contains(files, file => file.AsSpan().IndexOf(Encoding.UTF8.GetBytes(agent.Id)) >= 0);
        foreach (var secret in secrets)
        {
            Assert.DoesNotContain(texts, text => text.Contains(secret, StringComparison.Ordinal));
            Assert.DoesNotContain(files, file => file.AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)) >= 0);
        }
    }

    private static byte[] Bytes(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }
}

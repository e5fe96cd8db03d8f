using System.Net.Http.Json;
using FunctionsAgent.Tests.Doors;
using FunctionsAgent.Tests.Drivers;
using Microsoft.Extensions.Logging;

namespace FunctionsAgent.Tests.Observability;

/// <summary>Marked words through every door, in good and in bad requests: no log line, span, measurement or error body has one, also not those of libraries.</summary>
[Collection(nameof(Watched))]
public sealed class NoWordsInTelemetryTests
{
    // In words, names, addresses, ids of theirs, numbers, and in what the shop answers.
    private static readonly string[] Marks = ["zebra", "umbrella", "W1001", "4155550100", "Parcelway", "CA0zebra"];

    [Fact]
    public async Task What_customers_say_by_every_door_stays_between_them_and_the_log()
    {
        using var smtp = new SmtpSink();
        using var memory = new MemoryLog();
        using var watched = new Watched(all: true);
        await using var host = await AgentHost.StartAsync(settings: Wire.Settings(smtp), logging: logging => logging.AddProvider(memory).SetMinimumLevel(LogLevel.Trace)
            .AddFilter("Microsoft.AspNetCore", LogLevel.Warning).AddFilter("System.Net.Http", LogLevel.Warning));
        var bodies = new List<string>();

        foreach (var text in (string[])["zebra: where is my order #W1001?", "zebra umbrella", "I want a person, says umbrella"])
        {
            var chat = await host.OpenChatAsync(new { name = "zebra", state = "CA" });
            await chat.SayAsync(text, "zebra-1");
            await AskAsync(host.Staff.PostAsJsonAsync($"/api/agents/{AgentHost.Agent}/messages?wait=20", new { text, customer = new { name = "umbrella" } }));
            await AskAsync(host.SendAsync(Wire.Webhook(new { conversation = "zebra-conversation", text, from = "zebra" }, id: $"umbrella-{text.Length}")));
            await AskAsync(host.SendAsync(Mail.Request(Mail.Text(text).Replace("<m1@", $"<zebra{text.Length}@", StringComparison.Ordinal).Replace("ann@", "zebra@", StringComparison.Ordinal))));
            await AskAsync(host.SendAsync(TwilioCall.Post($"/channels/voice/twilio/turn?n=1", fields: [("CallSid", "CA0zebra"), ("SpeechResult", text), ("Confidence", "0.9")])));
        }
        Assert.Equal(12, bodies.Count);
        bodies.Clear();

        // Refused: signatures, bodies, tokens, sizes, paths.
        var open = await host.OpenChatAsync();
        await RefusedAsync(open.PostAsync("zebra", token: "umbrella"));
        await RefusedAsync(open.PostAsync(new string('x', 70_000) + "zebra"));
        await RefusedAsync(host.SendAsync(Wire.Webhook(new { text = "zebra" }, secret: "whsec_" + Convert.ToBase64String(new byte[32]))));
        await RefusedAsync(host.SendAsync(TwilioCall.Post("/channels/voice/twilio/turn?n=1", "other-token", ("SpeechResult", "zebra"))));
        await RefusedAsync(host.SendAsync(Mail.Request(Mail.Text("zebra"), "Bearer umbrella")));
        await RefusedAsync(host.Client.PostAsJsonAsync("/api/chat/nobody/sessions", new { customer = "umbrella" }));
        await RefusedAsync(host.Client.GetAsync("/api/chat/zebra/events?after=umbrella"));
        await RefusedAsync(host.Staff.GetAsync("/api/operator/conversations/zebra/log"));
        await AskAsync(host.SendAsync(Wire.WebhookBody("{\"data\": \"zebra", "umbrella-poison")));
        await host.DrainedAsync();

        Assert.NotEmpty(memory.Lines);
        Assert.Contains(watched.Spans, s => s.DisplayName == "process handoff");
        Assert.Contains(watched.Measures, m => m.Instrument.Name == "functionsagent.messages.parked");
        var texts = memory.Lines.Where(line => !IsScope(line)).Concat(OfOurs(watched)).Concat(bodies).ToList();
        foreach (var mark in Marks) Assert.DoesNotContain(texts, text => text.Contains(mark, StringComparison.OrdinalIgnoreCase));

        async Task AskAsync(Task<HttpResponseMessage> call)
        {
            var answer = await call;
            Assert.True(answer.IsSuccessStatusCode, $"{answer.RequestMessage!.RequestUri!.AbsolutePath}: {(int)answer.StatusCode}");
            bodies.Add(answer.StatusCode == System.Net.HttpStatusCode.Accepted ? await answer.Content.ReadAsStringAsync() : "");
        }

        async Task RefusedAsync(Task<HttpResponseMessage> call)
        {
            var answer = await call;
            Assert.InRange((int)answer.StatusCode, 400, 499);
            bodies.Add(await answer.Content.ReadAsStringAsync());
        }
    }

    /// <summary>The web server's scope names the path that was asked for, whatever it is; scopes are neither printed nor exported.</summary>
    private static bool IsScope(string line) => line.StartsWith("Microsoft.AspNetCore.Hosting.Diagnostics scope ", StringComparison.Ordinal);

    /// <summary>What is exported: our own source, our own meter, and the platform's meters.</summary>
    private static IEnumerable<string> OfOurs(Watched watched) => watched.Texts(
        source => source == FunctionsAgent.Storage.Telemetry.Name,
        meter => meter == FunctionsAgent.Storage.Telemetry.Name || FunctionsAgent.Pipeline.TelemetryExport.Platform.Contains(meter));
}

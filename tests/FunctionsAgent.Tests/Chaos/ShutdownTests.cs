using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using FunctionsAgent.Tests.Drivers;
using Microsoft.AspNetCore.Http;
using Xunit.Abstractions;

namespace FunctionsAgent.Tests.Chaos;

/// <summary>SIGTERM to the program itself while it works.</summary>
[Collection(Seeds.Category)]
[Trait("Category", Seeds.Category)]
public sealed class ShutdownTests(ITestOutputHelper output)
{
    private const int Turns = 8;

    /// <summary>Ten seconds for the handlers, and a machine that has others to serve.</summary>
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(40);

    [Fact]
    public async Task A_program_that_is_told_to_stop_answers_who_waits_ends_well_and_finishes_at_the_next_start()
    {
        var data = Directory.CreateTempSubdirectory("functionsagent-chaos-").FullName;
        var open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var inside = new SemaphoreSlim(0);
        await using var shop = await ShopServer.StartAsync(async context =>
        {
            inside.Release();
            await open.Task;
            await context.Response.WriteAsync("""{"id":"W1001","status":"processing"}""");
        });
        try
        {
            var chats = new List<(string Id, string Token)>();
            List<HttpResponseMessage> answers;
            double seconds;
            using (var program = Start(data, shop.Url))
            using (var http = new HttpClient { BaseAddress = await UrlAsync(program) })
            {
                for (var n = 0; n < Turns; n++) chats.Add(await OpenAsync(http));
                var waiting = chats.Select((chat, n) => http.SendAsync(Message(chat, $"m{n}", n % 2 == 0 ? "?wait=30" : ""))).ToList();
                for (var n = 0; n < Turns; n++) Assert.True(await inside.WaitAsync(Hang));
                var poll = http.SendAsync(Request(HttpMethod.Get, chats[0], "events?after=99&wait=25"));
                using var stream = await http.SendAsync(Stream(chats[1]), HttpCompletionOption.ResponseHeadersRead);

                var watch = Stopwatch.StartNew();
                using (var kill = Process.Start("kill", ["-TERM", $"{program.Id}"])) await kill.WaitForExitAsync();
                answers = [.. await Task.WhenAll(waiting).WaitAsync(Hang)];
                var (polled, streamed) = (await poll.WaitAsync(Hang), await stream.Content.ReadAsStringAsync().WaitAsync(Hang));
                await program.WaitForExitAsync().WaitAsync(Hang);
                seconds = watch.Elapsed.TotalSeconds;

                Assert.Equal(0, program.ExitCode);
                Assert.All(answers, answer => Assert.True(answer.IsSuccessStatusCode, $"{(int)answer.StatusCode}"));
                Assert.Equal(503, (int)polled.StatusCode);
                Assert.Contains("event: end", streamed, StringComparison.Ordinal);
            }
            open.TrySetResult();

            using var next = Start(data, shop.Url);
            using var client = new HttpClient { BaseAddress = await UrlAsync(next), Timeout = TimeSpan.FromSeconds(90) };
            foreach (var chat in chats)
            {
                var seen = "";
                for (var after = 0L; !seen.Contains("\"agent\"", StringComparison.Ordinal);)
                {
                    using var page = await client.SendAsync(Request(HttpMethod.Get, chat, $"events?after={after}&wait=30"));
                    seen = await page.Content.ReadAsStringAsync();
                    after = JsonDocument.Parse(seen).RootElement.GetProperty("next").GetInt64();
                    Assert.True(after > 1, seen);
                }
            }
            using (var kill = Process.Start("kill", ["-TERM", $"{next.Id}"])) await kill.WaitForExitAsync();
            await next.WaitForExitAsync().WaitAsync(Hang);
            Assert.Equal(0, next.ExitCode);
            Seeds.Report(output, $"SIGTERM under {Turns} turns in a call, {Turns / 2} waiting callers, a long poll and an event stream: all told, ended with 0 after {seconds:0.0} s, all {chats.Count} answered after the restart");
        }
        finally
        {
            open.TrySetResult();
            inside.Dispose();
            Directory.Delete(data, recursive: true);
        }
    }

    private static Process Start(string data, string shop)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardOutput = true, UseShellExecute = false,
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "FunctionsAgent.Local.dll"), "run", "--data", data, "--urls", "http://127.0.0.1:0" },
        };
        start.Environment["Shop"] = shop;
        start.Environment["Storage__Sync"] = "normal";
        // What was run ahead of the queue would wait for its continuation, half a minute past its caller's deadline.
        start.Environment["Pipeline__RunAhead"] = "never";
        return Process.Start(start)!;
    }

    private static async Task<Uri> UrlAsync(Process program)
    {
        var line = await program.StandardOutput.ReadLineAsync().WaitAsync(Hang) ?? throw new InvalidOperationException($"It ended with {program.ExitCode}.");
        return new Uri(line.Split(' ').First(word => word.StartsWith("http://", StringComparison.Ordinal)));
    }

    private static async Task<(string, string)> OpenAsync(HttpClient http)
    {
        using var response = await http.PostAsJsonAsync($"/api/chat/{AgentHost.Agent}/sessions", new { });
        var body = await response.Content.ReadFromJsonAsync<JsonElement>();
        return (body.GetProperty("conversationId").GetString()!, body.GetProperty("token").GetString()!);
    }

    private static HttpRequestMessage Message((string, string) chat, string id, string query)
    {
        var request = Request(HttpMethod.Post, chat, "messages" + query);
        request.Content = JsonContent.Create(new { text = "Where is my order #W1001?", messageId = id });
        return request;
    }

    private static HttpRequestMessage Stream((string, string) chat)
    {
        var request = Request(HttpMethod.Get, chat, "events");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        return request;
    }

    private static HttpRequestMessage Request(HttpMethod method, (string Id, string Token) chat, string path)
    {
        var request = new HttpRequestMessage(method, $"/api/chat/{chat.Id}/{path}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", chat.Token);
        return request;
    }
}

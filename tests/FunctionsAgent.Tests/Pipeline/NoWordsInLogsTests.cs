using System.Net.Http.Json;
using AgentScript;
using FunctionsAgent.Tests.Drivers;
using Microsoft.Extensions.Logging;

namespace FunctionsAgent.Tests.Pipeline;

/// <summary>The technical log carries ids, lengths and hashes: never what a customer said, nor a token, nor a key.</summary>
public sealed class NoWordsInLogsTests
{
    private const string Mark = "zebra-umbrella";
    private static readonly string[] Marks = [Mark, "W1001", "Parcelway"];

    [Fact]
    public async Task Conversations_of_every_kind_leave_no_word_behind()
    {
        using var memory = new MemoryLog();
        await using var host = await StartAsync(memory);
        var chat = await host.OpenChatAsync(new { state = "CA", name = Mark });
        foreach (var text in (string[])[$"{Mark}: where is my order #W1001?", $"{Mark} returns", $"{Mark}?", $"{Mark} {new string('x', 8_001)}", $"{Mark} I want a person", $"{Mark} still there?"])
            await chat.SayAsync(text, $"{Mark}-{text.Length}");
        await (await host.OpenChatAsync(new { state = "HI" })).SayAsync(Mark);
        (await host.Staff.PostAsJsonAsync($"/api/agents/{AgentHost.Agent}/messages?wait=20", new { text = $"{Mark} W1001", customer = new { name = Mark } })).EnsureSuccessStatusCode();
        await host.DrainedAsync();

        Silent(memory, [.. Marks, chat.Token, host.Host.Key]);
    }

    [Fact]
    public async Task Refusals_repeat_nothing_in_the_answer_or_the_log()
    {
        using var memory = new MemoryLog();
        await using var host = await StartAsync(memory);
        var chat = await host.OpenChatAsync();
        await chat.SayAsync("returns", "m-1");
        HttpResponseMessage[] refusals =
        [
            await chat.PostAsync(Mark, "m-1"),
            await chat.PostAsync(Mark, token: Mark),
            await host.Client.SendAsync(ProblemAssert.Request(HttpMethod.Post, $"/api/chat/{chat.Conversation}/messages", chat.Token, ProblemAssert.Utf8($"{{\"text\":\"{Mark}\""))),
            await host.Client.SendAsync(ProblemAssert.Request(HttpMethod.Post, $"/api/chat/{chat.Conversation}/messages", chat.Token, ProblemAssert.Utf8($"{{\"text\":[\"{Mark}\"]}}"))),
            await host.Client.SendAsync(ProblemAssert.Request(HttpMethod.Post, $"/api/chat/{AgentHost.Agent}/sessions", null, ProblemAssert.Utf8($"{{\"customer\":\"{Mark}\"}}"))),
            await host.Client.SendAsync(ProblemAssert.Request(HttpMethod.Post, $"/api/agents/{AgentHost.Agent}/messages", Mark, ProblemAssert.Utf8($"{{\"text\":\"{Mark}\"}}"))),
        ];

        foreach (var refusal in refusals)
        {
            Assert.InRange((int)refusal.StatusCode, 400, 499);
            Assert.DoesNotContain(Mark, await refusal.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
        Silent(memory, Marks);
    }

    [Theory]
    [InlineData("flow")]
    [InlineData("door")]
    [InlineData("stage")]
    public async Task A_fault_of_ours_does_not_spell_out_what_it_stumbled_over(string where)
    {
        using var memory = new MemoryLog();
        var armed = false;
        var tables = new TablesDecorator
        {
            Before = commit =>
            {
                if (armed && (where == "door" ? commit.Writes.Any(w => w.Key.StartsWith("p:", StringComparison.Ordinal)) : where == "stage" && commit.Appends("TurnStarted"))) throw new FormatException($"The input string '{Mark}' was not in a correct format.");
            },
        };
        var package = ScriptedFlow.Package(ScriptedFlow.Always(() => where == "flow" ? throw new FormatException($"The input string '{Mark}' was not in a correct format.") : new Reply("read")));
        await using var host = await AgentHost.StartAsync(logging: logging => logging.AddProvider(memory).SetMinimumLevel(LogLevel.Trace), configure: services =>
        {
            tables.Register(services);
            ScriptedFlow.Serve(package)(services);
        });
        var chat = await host.OpenChatAsync();
        armed = true;

        var response = await chat.PostAsync(Mark, wait: where == "flow" ? 20 : null);
        if (where != "door") await Settled.UntilAsync("it is parked", async () => (await host.Staff.ListAsync("/api/operator/parked")).Count > 0);
        await host.DrainedAsync();

        if (where == "door") await ProblemAssert.IsAsync(response, 500, "internal");
        Assert.DoesNotContain(Mark, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(Mark, await host.Staff.GetStringAsync("/api/operator/parked"), StringComparison.Ordinal);
        Assert.Contains(memory.Lines, line => line.Contains("FormatException", StringComparison.Ordinal));
        Silent(memory, Marks);
    }

    private static Task<AgentHost> StartAsync(MemoryLog memory) =>
        AgentHost.StartAsync(logging: logging => logging.AddProvider(memory).SetMinimumLevel(LogLevel.Trace));

    private static void Silent(MemoryLog memory, IEnumerable<string> marks)
    {
        Assert.NotEmpty(memory.Lines);
        foreach (var mark in marks) Assert.DoesNotContain(memory.Lines, line => line.Contains(mark, StringComparison.OrdinalIgnoreCase));
    }
}

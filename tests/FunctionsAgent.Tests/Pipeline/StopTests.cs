using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using FunctionsAgent.Local;
using FunctionsAgent.Tests.Drivers;
using Microsoft.Data.Sqlite;

namespace FunctionsAgent.Tests.Pipeline;

/// <summary>A host that is told to stop: whoever waits on it hears so, what it was doing is finished by the next one.</summary>
public sealed class StopTests
{
    [Theory]
    [InlineData("waiting")]
    [InlineData("never")]
    public async Task Who_waits_gets_a_clean_answer_and_the_next_start_finishes_the_turn(string runAhead)
    {
        var data = Directory.CreateTempSubdirectory("functionsagent-").FullName;
        try
        {
            var settings = new Dictionary<string, string?> { ["Pipeline__RunAhead"] = runAhead };
            var tool = new HeldTool();
            var host = await AgentHost.StartAsync(data, settings, configure: tool.Register);
            var (turn, quiet) = (await host.OpenChatAsync(), await host.OpenChatAsync());
            var waiting = turn.PostAsync("Where is my order #W1001?", "m-1", wait: 30);
            await tool.Entered;
            var poll = host.Client.SendAsync(Get(quiet, "?after=1&wait=25"));
            using var stream = await host.Client.SendAsync(Get(turn, "", "text/event-stream"), HttpCompletionOption.ResponseHeadersRead);
            using var reader = new StreamReader(await stream.Content.ReadAsStreamAsync());
            Assert.StartsWith("retry:", await reader.ReadLineAsync(), StringComparison.Ordinal);
            await Settled.UntilAsync("the poll is under way", () => Task.FromResult(!poll.IsCompleted));

            var stopping = host.Host.StopAsync();

            var answer = await waiting.WaitAsync(AgentHost.Patience);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal("pending", JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("status").GetString());
            await ProblemAssert.IsAsync(await poll.WaitAsync(AgentHost.Patience), 503, "stopping");
            Assert.Contains("event: end", await reader.ReadToEndAsync().WaitAsync(AgentHost.Patience), StringComparison.Ordinal);
            // The turn's own handler is let finish; here it does not, and is put back after its ten seconds.
            if (runAhead == "never") tool.Release();
            await stopping.WaitAsync(AgentHost.Patience);
            await host.DisposeAsync();
            tool.Release();

            var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(DateTimeOffset.UtcNow);
            await using var again = await AgentHost.StartAsync(data, settings, time, new ScriptedTool(ScriptedTool.Processing).Register);
            var log = await again.LogAfterAsync(time, TimeSpan.FromSeconds(65), turn.Conversation, l => l.Answered().Count > 0);
            await again.DrainedAsync();
            Assert.Equal(["m-1"], log.Answered());
            Assert.Empty(log.Of("HandoffOpened"));
            Assert.True((await again.VerifyAsync(turn.Conversation)).GetProperty("ok").GetBoolean());
            Assert.Empty(await again.Staff.ListAsync("/api/operator/parked"));
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    [Fact]
    public async Task A_store_of_a_newer_version_is_left_alone_and_the_start_says_so()
    {
        var data = Directory.CreateTempSubdirectory("functionsagent-").FullName;
        try
        {
            await (await AgentHost.StartAsync(data)).DisposeAsync();
            using (var connection = new SqliteConnection($"Data Source={Directory.GetFiles(data, "*.db", SearchOption.AllDirectories).Single()};Pooling=False"))
            {
                connection.Open();
                using var command = connection.CreateCommand();
                command.CommandText = "PRAGMA user_version=99";
                command.ExecuteNonQuery();
            }

            var refusal = await Assert.ThrowsAsync<StartException>(() => AgentHost.StartAsync(data));
            Assert.Contains("newer version (schema 99)", refusal.Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private static HttpRequestMessage Get(ChatSession chat, string query, string? accept = null)
    {
        var request = ProblemAssert.Request(HttpMethod.Get, $"/api/chat/{chat.Conversation}/events{query}", chat.Token);
        if (accept is not null) request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(accept));
        return request;
    }
}

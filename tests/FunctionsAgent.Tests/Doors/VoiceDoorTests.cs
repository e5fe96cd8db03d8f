using System.Xml.Linq;
using FunctionsAgent.Channels;
using FunctionsAgent.Conversations;
using FunctionsAgent.Tests.Drivers;
using FunctionsAgent.Tools;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsAgent.Tests.Doors;

public sealed class VoiceDoorTests
{
    private const string Call = "/channels/voice/twilio";
    private const string Turn = "/channels/voice/twilio/turn";
    private static readonly string Conversation = ThreadId.For(AgentHost.Agent, "+14155550199", "voice", "CA1").Value;

    [Fact]
    public async Task A_call_is_greeted_answered_and_listened_to_again()
    {
        await using var host = await Wire.StartAsync();

        var greeting = await SaidAsync(host, Call);
        Assert.StartsWith("Hello, this is the shop's support.", greeting.Words, StringComparison.Ordinal);
        Assert.Equal(("speech dtmf", Turn + "?n=1"), (greeting.Gather!.Attribute("input")!.Value, greeting.Next));

        var answer = await SaidAsync(host, greeting.Next!, ("SpeechResult", Wire.Question), ("Confidence", "0.92"));
        Assert.Contains("W, 1 0 0 1 has shipped", answer.Words, StringComparison.Ordinal);
        Assert.Matches("The tracking number is [A-Z] [A-Z], \\d( \\d)*, \\d", answer.Words);
        Assert.Equal(Turn + "?n=2", answer.Next);
    }

    [Fact]
    public async Task A_number_may_be_keyed_in()
    {
        await using var host = await Wire.StartAsync();
        Assert.Contains("Which order is it?", (await SaidAsync(host, Turn + "?n=1", ("SpeechResult", "where is my parcel"))).Words, StringComparison.Ordinal);
        Assert.Contains("W, 1 0 0 1 has shipped", (await SaidAsync(host, Turn + "?n=2", ("Digits", "1001"))).Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silence_is_asked_about_twice_in_other_words_and_then_the_call_ends()
    {
        await using var host = await Wire.StartAsync();
        var first = await SaidAsync(host, Turn + "?n=1");
        var second = await SaidAsync(host, first.Next!, ("SpeechResult", "mumble"), ("Confidence", "0.1"));
        var last = await SaidAsync(host, second.Next!);

        Assert.NotEqual(first.Words, second.Words);
        Assert.Equal((Turn + "?n=1&s=1", Turn + "?n=1&s=2"), (first.Next, second.Next));
        Assert.True(last.HangsUp);
        Assert.Contains("Goodbye", last.Words, StringComparison.Ordinal);
        Assert.False(await host.ExistsAsync(Conversation));
    }

    [Theory]
    [InlineData(Call)]
    [InlineData(Turn + "?n=1")]
    public async Task A_forger_gets_a_status_and_nothing_else(string path)
    {
        await using var host = await Wire.StartAsync();
        var response = await host.SendAsync(TwilioCall.Post(path, "wrong-token", ("SpeechResult", Wire.Question)));

        Assert.Equal((403, ""), ((int)response.StatusCode, await response.Content.ReadAsStringAsync()));
        Assert.False(await host.ExistsAsync(Conversation));
    }

    [Fact]
    public async Task A_signature_for_one_turn_opens_no_other()
    {
        await using var host = await Wire.StartAsync();
        var raw = TwilioCall.Post(Turn + "?n=1", fields: ("SpeechResult", Wire.Question));
        Assert.Equal(403, (int)(await host.SendAsync(raw with { Url = raw.Url.Replace("n=1", "n=2", StringComparison.Ordinal) })).StatusCode);
    }

    [Theory]
    [InlineData("Digits", "0")]
    [InlineData("SpeechResult", "Let me talk to somebody")]
    public async Task Who_wants_a_person_is_handed_over(string field, string value)
    {
        await using var host = await Wire.StartAsync();
        var answer = await SaidAsync(host, Turn + "?n=1", (field, value));

        Assert.StartsWith("I am passing this to a person", answer.Words, StringComparison.Ordinal);
        Assert.True(answer.HangsUp);
        var handoffs = (await (await host.Staff.GetAsync("/api/operator/handoffs")).JsonAsync()).EnumerateArray();
        Assert.Equal((Conversation, "voice"), handoffs.Select(h => (h.GetProperty("conversationId").GetString(), h.GetProperty("channel").GetString())).Single());
    }

    [Fact]
    public async Task The_same_turn_posted_again_gets_the_same_answer_and_makes_no_second_turn()
    {
        await using var host = await Wire.StartAsync();
        var first = await SaidAsync(host, Turn + "?n=1", ("SpeechResult", Wire.Question));
        await SaidAsync(host, Turn + "?n=2", ("SpeechResult", "how do returns work"));
        var again = await SaidAsync(host, Turn + "?n=1", ("SpeechResult", Wire.Question));

        Assert.Equal((first.Words, first.Next), (again.Words, again.Next));
        Assert.Equal(["CA1:1", "CA1:2"], (await host.LogAsync(Conversation)).Where(e => e.Type == "MessageReceived").Select(e => e.Text("messageId")));
    }

    [Fact]
    public async Task A_slow_tool_is_bridged_by_one_moment_and_a_poll()
    {
        var gate = new TaskCompletionSource();
        await using var host = await Wire.StartAsync(configure: services =>
        {
            var tool = services.Last(d => d.ServiceType == typeof(ITool)).ImplementationFactory!;
            services.AddSingleton<ITool>(s => new GatedTool((ITool)tool(s), gate.Task));
        });

        var hold = await SaidAsync(host, Turn + "?n=1", ("SpeechResult", Wire.Question));
        Assert.Equal(("One moment, please.", Turn + "?n=1&poll=1"), (hold.Words, hold.Redirect));
        gate.SetResult();
        var answer = await SaidAsync(host, hold.Redirect!);

        Assert.Contains("W, 1 0 0 1 has shipped", answer.Words, StringComparison.Ordinal);
        Assert.Equal(Turn + "?n=2", answer.Next);
        var log = await host.WhenTurnsEndedAsync(Conversation);
        Assert.Equal(1, log.Count(e => e.Type == "ReplySent"));
        Assert.Equal(2, log.Count(e => e.Type == "ToolCalled"));
    }

    [Fact]
    public async Task A_signed_form_that_is_no_turn_is_parked_and_the_caller_told()
    {
        await using var host = await Wire.StartAsync();
        Assert.True((await SaidAsync(host, Turn + "?n=x")).HangsUp);
        Assert.Equal("malformed-form", Assert.Single(await host.ParkedAsync()).GetProperty("cause").GetString());
    }

    private static async Task<Document> SaidAsync(AgentHost host, string path, params (string, string)[] fields)
    {
        var response = await host.SendAsync(TwilioCall.Post(path, fields: fields));
        Assert.Equal((200, "text/xml"), ((int)response.StatusCode, response.Content.Headers.ContentType!.MediaType));
        return new(XDocument.Parse(await response.Content.ReadAsStringAsync()).Root!);
    }

    private sealed record Document(XElement Root)
    {
        public string Words => string.Join(" ", Root.Descendants("Say").Select(s => s.Value));
        public XElement? Gather => Root.Element("Gather");
        public string? Next => Gather?.Attribute("action")?.Value;
        public string? Redirect => Root.Element("Redirect")?.Value;
        public bool HangsUp => Root.Elements().Last().Name == "Hangup";
    }

    private sealed class GatedTool(ITool tool, Task gate) : ITool
    {
        public async Task<ToolResult> CallAsync(ToolCall call, CancellationToken ct)
        {
            await gate.WaitAsync(ct);
            return await tool.CallAsync(call, ct);
        }
    }
}

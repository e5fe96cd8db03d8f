using FunctionsAgent.Local;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsAgent.Tests.House;

/// <summary>The verbs against an instance that answers as the test says: routes, bodies, print, exit codes.</summary>
public sealed class CommandLineTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly FakeOperator.Tape tape = new();
    private LocalHost host = null!;

    public async Task InitializeAsync() => host = await LocalHost.StartAsync(new LocalOptions
    {
        Data = folder.Path, Urls = "http://127.0.0.1:0", StartBackend = false, Functions = [typeof(FakeOperator)], Configure = services => services.AddSingleton(tape),
    });

    public async Task DisposeAsync() => await host.DisposeAsync();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Send_asks_the_first_agent_and_prints_replies_and_conversation()
    {
        tape.Answers["GET /api/operator/describe"] = """{"agents":[{"name":"first"},{"name":"second"}]}""";
        tape.Answers["POST /api/agents/"] = """{"conversationId":"c1","messageId":"m1","status":"replied","messages":[{"role":"agent","text":"One.\nTwo.\u001b[2J"},{"role":"agent","text":"Three."}]}""";
        var (code, output, _) = await RunAsync("send", "Where?", "--customer", "state=HI", "--customer", "note=a=b");

        Assert.Equal((0, "One.\nTwo.\uFFFD[2J\nThree.\nconversation c1\n"), (code, output));
        Assert.Equal("""POST /api/agents/first/messages?wait=20 {"text":"Where?","customer":{"state":"HI","note":"a=b"}}""", tape.Asked.Last());
        Assert.All(tape.Authorization, header => Assert.Equal($"Bearer {host.Key}", header));
    }

    [Fact]
    public async Task Send_goes_on_with_a_conversation_of_a_named_agent_and_channel()
    {
        tape.Answers["POST /api/agents/"] = """{"conversationId":"c1","status":"pending","messages":[]}""";
        var (code, _, error) = await RunAsync("send", "More", "--agent", "a/b", "--conversation", "c1", "--channel", "chat");

        Assert.Equal(["""POST /api/agents/a%2Fb/messages?wait=20 {"text":"More","conversationId":"c1","channel":"chat"}"""], tape.Asked);
        Assert.Equal(1, code);
        Assert.Contains("No reply within 20 s", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_prints_a_line_for_each_event()
    {
        tape.Answers["GET /api/operator/conversations/c1/log"] = Log;
        var (code, output, _) = await RunAsync("log", "c1");

        Assert.Equal(0, code);
        Assert.Equal(
            [
                "SEQ  TIME (UTC)           STAGE   EVENT            WHAT",
                "1    2026-03-01 12:00:00  input   MessageReceived  text: \"Where is ⏎ it?\"  characters=9",
                "2    2026-03-01 12:00:01  output  ReplySent        result: {\"a\":1}  answers=[\"m1\"]  key=AAAAAAAA…",
            ],
            output.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public async Task Log_of_an_episode_prints_that_episode()
    {
        tape.Answers["GET /api/operator/conversations/c1/log"] = Log;
        var (code, output, _) = await RunAsync("log", "c1/2", "--json");

        Assert.Equal(0, code);
        Assert.DoesNotContain("MessageReceived", output, StringComparison.Ordinal);
        Assert.Contains("ReplySent", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"ok":true,"events":3,"problems":[]}""", 0, "3 events, the chain holds\n")]
    [InlineData("""{"ok":false,"events":3,"problems":[{"seq":2,"problem":"another hash"}]}""", 1, "2: another hash\n3 events, the chain is broken\n")]
    public async Task Verify_exits_with_1_when_the_chain_is_broken(string answer, int expected, string print)
    {
        tape.Answers["GET /api/operator/conversations/c1/verify"] = answer;
        var (code, output, _) = await RunAsync("verify", "c1");

        Assert.Equal((expected, print), (code, output));
    }

    [Theory]
    [InlineData("describe a", "GET /api/operator/describe?agent=a", """{"agents":[{"name":"a","version":"v","layers":[{"layer":"trust","items":[{"kind":"guard","name":"size","detail":"on"}]}]}]}""", "a v\n\nTRUST\nguard  size  on\n\n")]
    [InlineData("queues", "GET /api/operator/queues", """[{"queue":"input","active":1,"scheduled":2,"locked":3,"deadLetters":4,"oldest":"2026-03-01T12:00:00Z"}]""", "QUEUE  ACTIVE  SCHEDULED  LOCKED  DEAD  OLDEST (UTC)\ninput  1       2          3       4     2026-03-01 12:00:00\n")]
    [InlineData("parked", "GET /api/operator/parked", "[]", "Nothing is parked.\n")]
    [InlineData("requeue p1", "POST /api/operator/requeue {\"id\":\"p1\"}", """{"requeued":1}""", "1 sent again\n")]
    [InlineData("requeue --cause tool-down", "POST /api/operator/requeue {\"cause\":\"tool-down\"}", """{"requeued":2}""", "2 sent again\n")]
    [InlineData("requeue --all", "POST /api/operator/requeue {\"all\":true}", """{"requeued":3}""", "3 sent again\n")]
    [InlineData("pause a --channel chat --reason audit", "POST /api/operator/pause {\"agent\":\"a\",\"channel\":\"chat\",\"reason\":\"audit\"}", "{}", "a paused on chat\n")]
    [InlineData("resume a", "POST /api/operator/resume {\"agent\":\"a\"}", "{}", "a resumed on all channels\n")]
    [InlineData("handoffs a", "GET /api/operator/handoffs?agent=a", """[{"conversationId":"c","agent":"a","channel":"chat","reason":"asked","at":"2026-03-01T12:00:00Z","turn":2}]""", "CONVERSATION  AGENT  CHANNEL  SINCE (UTC)          TURN  REASON\nc             a      chat     2026-03-01 12:00:00  2     asked\n")]
    public async Task A_verb_asks_its_route_and_prints_the_answer(string line, string asked, string answer, string print)
    {
        tape.Answers[asked] = answer;
        var (code, output, error) = await RunAsync(line.Split(' '));

        Assert.Equal((0, print, ""), (code, output, error));
        Assert.Equal([asked], tape.Asked);
    }

    [Theory]
    [InlineData("log unknown", 1, "error: There is no such conversation: Nobody knows it.")]
    [InlineData("log c1/x", 2, "names no episode")]
    [InlineData("log", 2, "Required argument missing")]
    [InlineData("send hi --customer state", 2, "write name=value")]
    [InlineData("requeue", 2, "one of ID, --cause CLASS and --all")]
    [InlineData("requeue p1 --all", 2, "one of ID, --cause CLASS and --all")]
    [InlineData("kpi --days 0", 2, "--days: A whole number from 1 to 400.")]
    [InlineData("queues --url http://127.0.0.1:1", 2, "cannot be reached")]
    [InlineData("queues --url nonsense", 2, "is no address")]
    [InlineData("nonsense", 2, "nonsense")]
    [InlineData("run --urls http://0.0.0.0:1", 2, "not on the loopback")]
    public async Task Wrong_use_exits_with_2_and_a_refusal_with_1(string line, int expected, string message)
    {
        var (code, _, error) = await RunAsync(line.Split(' '));

        Assert.Equal(expected, code);
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_is_shown_instead_of_the_key()
    {
        tape.Answers["GET /api/operator/parked"] = "[]";
        var (code, _, _) = await RunAsync("parked", "--token", "of-staff", "--url", host.Url.ToString());
        Assert.Equal((0, "Bearer of-staff"), (code, Assert.Single(tape.Authorization)));
    }

    [Fact]
    public async Task The_key_of_this_machine_is_not_shown_to_another_one()
    {
        var (code, _, error) = await RunAsync("parked", "--url", "https://functionsagent.invalid");
        Assert.Equal(2, code);
        Assert.Contains("is not on this machine: pass a --token of staff", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_instance_file_that_outlived_its_host_is_no_instance()
    {
        await host.DisposeAsync();
        await File.WriteAllTextAsync(folder.File("instance.json"), """{"url":"http://127.0.0.1:1","key":"k","pid":1,"started":"2026-03-01T12:00:00Z"}""");
        var (code, output, error) = await RunAsync("queues", "--json");

        Assert.Equal((0, ""), (code, error));
        Assert.StartsWith("[", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_prints_address_and_key_and_ends_in_good_order_when_told()
    {
        using var own = new TemporaryFolder();
        using var stop = new CancellationTokenSource();
        using var output = new FirstLines(3);
        using var error = new StringWriter();
        var running = CommandLine.RunAsync(["--data", own.Path, "--urls", "http://127.0.0.1:0"], output, error, stop.Token);
        var printed = await Task.WhenAny(output.Done, running).WaitAsync(TimeSpan.FromSeconds(60)) == running ? error.ToString() : await output.Done;
        var key = await File.ReadAllTextAsync(own.File("key"));
        await stop.CancelAsync();

        Assert.Contains(key, printed, StringComparison.Ordinal);
        Assert.Contains("http://127.0.0.1:", printed, StringComparison.Ordinal);
        Assert.Equal(0, await running.WaitAsync(TimeSpan.FromSeconds(60)));
        Assert.False(File.Exists(own.File("instance.json")));
    }

    private async Task<(int Code, string Output, string Error)> RunAsync(params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = await CommandLine.RunAsync([.. args, "--data", folder.Path], output, error).WaitAsync(TimeSpan.FromSeconds(60));
        return (code, output.ToString(), error.ToString());
    }

    private const string Log = """
        {"conversationId":"c1","events":[
          {"seq":1,"episode":1,"type":"MessageReceived","at":"2026-03-01T12:00:00.123Z","stage":"input","data":{"characters":9},"content":[{"name":"text","class":"personal","value":"Where is\nit?"}]},
          {"seq":2,"episode":2,"type":"ReplySent","at":"2026-03-01T12:00:01Z","stage":"output","data":{"answers":["m1"],"key":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"},"content":[{"name":"result","value":"{\"a\":1}"}]}
        ]}
        """;

    /// <summary>Tells when so many lines were written.</summary>
    private sealed class FirstLines(int count) : StringWriter
    {
        private readonly TaskCompletionSource<string> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int left = count;

        public Task<string> Done => done.Task;

        public override async Task WriteLineAsync(string? value)
        {
            await base.WriteLineAsync(value);
            if (--left == 0) done.SetResult(ToString());
        }
    }
}

using FunctionsAgent.Local;
using FunctionsAgent.Tests.Drivers;
using FunctionsAgent.Tests.Evaluation;
using FunctionsAgent.Tests.House;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsAgent.Tests.Verbs;

/// <summary><c>review</c> against an instance that answers as the test says, and against a real one.</summary>
public sealed class ReviewVerbTests : IAsyncLifetime, IDisposable
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

    [Theory]
    [InlineData("review next", "GET /api/operator/reviews/next")]
    [InlineData("review next --agent a&b --count 3 --days 2", "GET /api/operator/reviews/next?agent=a%26b&count=3&days=2")]
    [InlineData("review marks", "GET /api/operator/reviews")]
    [InlineData("review marks --days 90 --agent a", "GET /api/operator/reviews?agent=a&days=90")]
    [InlineData("review mark c1:t3 --category ok", """POST /api/operator/reviews {"conversationId":"c1","turn":"t3","category":"ok"}""")]
    [InlineData("review mark c1 t3 --category tone --note curt", """POST /api/operator/reviews {"conversationId":"c1","turn":"t3","category":"tone","note":"curt"}""")]
    [InlineData("review mark c1/2 t3 --category data-quality", """POST /api/operator/reviews {"conversationId":"c1","turn":"t3","category":"data-quality"}""")]
    [InlineData("review mark c1:last --category logic", """POST /api/operator/reviews {"conversationId":"c1","turn":"last","category":"logic"}""")]
    public async Task What_is_asked_travels_to_its_route(string line, string asked)
    {
        tape.Answers[asked.Split('?', ' ') is [var method, var path, ..] ? $"{method} {path}" : asked] = "{}";
        var (code, _, error) = await RunAsync(line.Split(' '));

        Assert.Equal((0, ""), (code, error));
        Assert.Equal([asked], tape.Asked);
    }

    [Theory]
    [InlineData("review mark c1 --category ok", 2, "'c1' names no turn: write ID:t12")]
    [InlineData("review mark c1: --category ok", 2, "names no turn")]
    [InlineData("review mark :t3 --category ok", 2, "names no turn")]
    [InlineData("review mark c1:t3:t4 --category ok", 2, "names no turn")]
    [InlineData("review mark c1/x t3 --category ok", 2, "names no episode")]
    [InlineData("review mark c1/2 last --category ok", 2, "name the turn itself")]
    [InlineData("review mark c1 t3 t4 --category ok", 2, "t4")]
    [InlineData("review mark c1:t3", 2, "--category")]
    [InlineData("review mark c1:t3 --category fine", 2, "--category: one of ok, tone, logic, data-quality, coverage.")]
    [InlineData("review mark", 2, "Required argument missing")]
    [InlineData("review", 2, "Required command was not provided")]
    [InlineData("review mark c1:t3 --category ok", 1, "error: There is no such conversation: Nobody knows it.")]
    public async Task Wrong_use_exits_with_2_and_a_refusal_with_1(string line, int expected, string message)
    {
        var (code, _, error) = await RunAsync(line.Split(' '));

        Assert.Equal(expected, code);
        Assert.Contains(message, error, StringComparison.Ordinal);
        if (expected == 2) Assert.Empty(tape.Asked);
    }

    [Fact]
    public async Task Agreement_is_printed_with_share_interval_n_kappa_and_table()
    {
        tape.Answers["GET /api/operator/reviews"] = """
            {"days":31,"most":2000,"complete":true,"broken":0,"tooLong":0,
             "agreement":{"marks":3,"undecided":1,
               "rules":{"first":"people","second":"rules","n":50,"share":0.7,"low":0.562,"high":0.8086,"kappa":0.4,"rows":["ok","wrong"],"columns":["held","other"],"table":[[20,5],[10,15]]},
               "people":[{"first":"app:a","second":"user:b","n":2,"share":1,"low":0.34,"high":1,"kappa":null,"rows":["ok","tone"],"columns":["ok","tone"],"table":[[2,0],[0,0]]}]},
             "marks":[{"conversationId":"c1","turn":"t3","by":"user:b","category":"tone","note":"curt\nand \u001b[2Jrude","at":"2026-03-01T12:00:00Z","held":true},
                      {"conversationId":"c1","turn":"t9","by":"app:a","category":"ok","note":null,"at":"2026-03-01T11:00:00Z","held":null}]}
            """;
        var (code, output, _) = await RunAsync("review", "marks");

        Assert.Equal(0, code);
        Assert.Equal("""
            TURN   TIME (UTC)           BY      CATEGORY  RULES  NOTE
            c1:t3  2026-03-01 12:00:00  user:b  tone      held   curt ⏎ and �[2Jrude
            c1:t9  2026-03-01 11:00:00  app:a   ok        -

            people and rules agree on 70.0 % [56.2–80.9], n = 50, kappa 0.40; 1 not decided yet
            people \ rules  held  other
            ok              20    5
            wrong           10    15

            app:a and user:b agree on 100.0 % [34.0–100.0], n = 2, kappa - (all the same)
            app:a \ user:b  ok  tone
            ok              2   0
            tone            0   0

            """.Replace('�', '\uFFFD').ReplaceLineEndings("\n"), output);
    }

    [Fact]
    public async Task What_was_looked_at_is_marked_and_compared_and_hostile_words_do_not_steer_the_terminal()
    {
        await using var real = await AgentHost.StartAsync();
        var chat = await real.ToldAsync("returns \u001b[2J\n\u0007now");

        var (found, next, _) = await real.VerbAsync("review", "next", "--count", "1");
        var turn = next.Split(' ')[0];
        var (code, marked, _) = await real.VerbAsync("review", "mark", turn, "--category", "tone", "--note", "too\r\nlong\u001b]0;owned\u0007\u009b2J");
        var again = await real.VerbAsync("review", "mark", chat.Conversation, "last", "--category", "tone");
        var (_, marks, _) = await real.VerbAsync("review", "marks");

        Assert.Equal((0, 0, 0), (found, code, again.Code));
        Assert.StartsWith(chat.Conversation + ":t", turn, StringComparison.Ordinal);
        Assert.Contains("  why       sample of open, chat, returns, 1 there\n  said      returns \uFFFD[2J ⏎ \uFFFDnow\n  answered  You can return", next, StringComparison.Ordinal);
        Assert.StartsWith($"{turn} tone\n  tone by embedded-key at ", marked, StringComparison.Ordinal);
        Assert.StartsWith($"{turn} tone: you had said so\n", again.Output, StringComparison.Ordinal);
        Assert.Contains("too ⏎ long\uFFFD]0;owned\uFFFD\uFFFD2J", marks, StringComparison.Ordinal);
        Assert.Contains("\npeople and rules: no turn that both judged; 1 not decided yet\n", marks, StringComparison.Ordinal);
        Assert.All((string[])[next, marked, marks], print => Assert.DoesNotContain(print, c => char.IsControl(c) && c != '\n'));
        Assert.Equal("Nothing is left to look at.\n", (await real.VerbAsync("review", "next")).Output);
        Assert.Equal(1, (await real.VerbAsync("review", "next", "--count", "0")).Code);
        Assert.Contains("\"marked\": false", (await real.VerbAsync("review", "mark", turn, "--category", "tone", "--json")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_marked_is_said()
    {
        await using var real = await AgentHost.StartAsync();
        Assert.Equal((0, "Nobody has marked anything.\n"), await real.VerbAsync("review", "marks") is var (code, output, _) ? (code, output) : default);
    }

    private async Task<(int Code, string Output, string Error)> RunAsync(params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = await CommandLine.RunAsync([.. args, "--data", folder.Path], output, error).WaitAsync(TimeSpan.FromSeconds(60));
        return (code, output.ToString(), error.ToString());
    }
}

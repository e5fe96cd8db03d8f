using System.Text.Json;

namespace FunctionsAgent.Tests.Verbs;

/// <summary><c>agent test</c> and <c>agent coverage</c>.</summary>
public sealed class AgentTestVerbTests : IDisposable
{
    private readonly AgentVerbs agent = new();

    public void Dispose() => agent.Dispose();

    [Fact]
    public async Task A_test_that_fails_says_where_what_and_what_instead()
    {
        File.WriteAllText(agent.File("tests/first.yaml"), """
            - name: wrong in many ways
              tools: { get_order: { ok: { id: W1, status: lost } } }
              turns:
                - { says: "W1001", expect: { reply: shipped, not: LOST, intent: person, tools: [], handoff: true, outcome: closed, effect: ask } }
            - name: right
              turns:
                - { says: "hello", expect: { intent: none, effect: reply } }
            """);
        var (code, output, _) = await agent.RunAsync("agent", "test", agent.Package);

        Assert.Equal(1, code);
        Assert.StartsWith(
            """
            FAILED  wrong in many ways
                    lamp-desk/tests/first.yaml:4: "W1001"
                      reply: expected shipped
                             found    Your order #W1001 is lost.
            """, output, StringComparison.Ordinal);
        foreach (var (what, expected, found) in new[]
        {
            ("not", "not LOST", "Your order #W1001 is lost."), ("intent", "person", "order_status"), ("tools", "none", "get_order"), ("handoff", "to a person", "none"),
            ("outcome", "closed", "replied"), ("effect", "ask", "reply"),
        })
            Assert.Contains($"          {what}: expected {expected}\n          {new string(' ', what.Length)}  found    {found}\n", output, StringComparison.Ordinal);
        Assert.Contains("ok      right\n2 tests, 1 failed\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tools_answer_what_the_test_says_in_order_and_the_last_one_stays()
    {
        File.WriteAllText(agent.File("tests/first.yaml"), """
            - name: in order
              tools: { get_order: [{ ok: { id: W1, status: one } }, { failed: not_found }, { ok: { id: W1, status: three } }] }
              turns:
                - { says: "W1001", expect: { reply: is one } }
                - { says: "W1001", expect: { reply: cannot find } }
                - { says: "W1001", expect: { reply: is three } }
                - { says: "W1001", expect: { reply: is three } }
            - name: of this test alone
              turns:
                - { says: "W1001", expect: { reply: is shipped } }
            - name: nobody knows
              tools: { get_order: { unknown: the line went dead } }
              turns:
                - { says: "W1001", expect: { outcome: handed-off } }
            """);

        Assert.Contains("3 tests, 0 failed\n", (await agent.RunAsync("agent", "test", agent.Package)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task As_json_there_is_an_object_of_figures()
    {
        agent.Replace("tests/first.yaml", "Your order #W1001 is shipped.\", outcome", "Your order #W1001 is late.\", outcome");
        var (code, output, _) = await agent.RunAsync("agent", "test", agent.Package, "--json");
        var run = JsonDocument.Parse(output).RootElement;
        var mismatch = run.GetProperty("tests")[0].GetProperty("mismatches")[0];

        Assert.Equal((1, 6, 1), (code, run.GetProperty("passed").GetInt32(), run.GetProperty("failed").GetInt32()));
        Assert.Equal((1, "reply", "Your order #W1001 is shipped."), (mismatch.GetProperty("turn").GetInt32(), mismatch.GetProperty("what").GetString(), mismatch.GetProperty("actual").GetString()));
        Assert.Equal(10, run.GetProperty("coverage").GetProperty("taken").GetInt32());
    }

    [Fact]
    public async Task A_package_without_tests_has_shown_nothing()
    {
        File.Delete(agent.File("tests/first.yaml"));
        var (code, output, _) = await agent.RunAsync("agent", "test", agent.Package);

        Assert.Equal(1, code);
        Assert.StartsWith("No tests: ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_package_with_mistakes_is_not_run()
    {
        agent.Replace("agent.yaml", "zone: America/Chicago", "zone: Nowhere");
        var (code, output, error) = await agent.RunAsync("agent", "test", agent.Package);

        Assert.Equal((1, ""), (code, output));
        Assert.Contains("lamp-desk/agent.yaml:9:", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Coverage_names_what_no_test_took_and_what_conversations_did()
    {
        File.WriteAllText(agent.File("tests/first.yaml"), """
            - name: an order
              turns:
                - { says: "W1001", expect: { reply: is shipped } }
            """);
        var before = await agent.RunAsync("agent", "coverage", agent.Package);
        Assert.Equal(0, (await agent.RunAsync("agent", "publish", agent.Package, "--override", "One test leaves branches to name.")).Code);
        Assert.Equal(0, (await agent.RunAsync("send", "a person please", "--agent", AgentVerbs.Name)).Code);
        var after = await agent.RunAsync("agent", "coverage", agent.Package);

        Assert.Equal((1, 1), (before.Code, after.Code));
        Assert.Contains("lamp-desk/lamp-desk.agent:26: node person\nlamp-desk/lamp-desk.agent:28: intent of person\n", before.Output, StringComparison.Ordinal);
        Assert.Contains("lamp-desk/lamp-desk.agent:70: failure of get_order in order_status\n", before.Output, StringComparison.Ordinal);
        Assert.EndsWith("1 tests take 3 of 10 branches (30 %)\nNo conversations were looked at: there is no instance, and no data folder.\n", before.Output, StringComparison.Ordinal);
        Assert.Contains("lamp-desk/lamp-desk.agent:26: node person (taken in conversations)\n", after.Output, StringComparison.Ordinal);
        Assert.Contains("lamp-desk/lamp-desk.agent:70: failure of get_order in order_status\n", after.Output, StringComparison.Ordinal);
        Assert.EndsWith("with 1 logged conversations of this version: 5 of 10 branches (50 %)\n", after.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Conversations_of_another_version_cover_nothing()
    {
        agent.Replace("agent.yaml", "you@shop.example", "ann@lamps.shop");
        Assert.Equal(0, (await agent.RunAsync("agent", "publish", agent.Package)).Code);
        Assert.Equal(0, (await agent.RunAsync("send", "a person please", "--agent", AgentVerbs.Name)).Code);
        agent.Replace("lamp-desk.agent", "# Where an order is", "\n# Where an order is");

        Assert.Contains("with 0 logged conversations of this version", (await agent.RunAsync("agent", "coverage", agent.Package)).Output, StringComparison.Ordinal);
    }
}

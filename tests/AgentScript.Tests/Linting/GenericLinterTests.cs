using System.Text.Json;
using AgentScript.Linting;
using AgentScript.Model;
using AgentScript.Tests.Syntax;

namespace AgentScript.Tests.Linting;

public sealed class GenericLinterTests
{
    [Fact]
    public void Diagnostics_come_in_the_order_of_the_text()
    {
        var found = MarkedScript.Lint("config:\n    foo: 1\n    agent_name: 3\nbar:\n    x: \"\n");
        Assert.Equal(found.Select(d => d.Start).Order(), found.Select(d => d.Start));
        Assert.Contains(found, d => d.Code == "missing-token");
    }

    [Fact]
    public void A_line_of_JSON_has_positions_counted_from_0()
    {
        var script = Script.Parse("config:\n    foo: 1\n", "a.agent");
        using var json = JsonDocument.Parse(Linter.ToJson(script, Linter.Lint(script)));
        Assert.Equal("a.agent", json.RootElement.GetProperty("file").GetString());
        Assert.Equal("agentforce", json.RootElement.GetProperty("dialect").GetString());
        var one = json.RootElement.GetProperty("diagnostics").EnumerateArray().Single(d => d.GetProperty("code").GetString() == "unknown-field");
        Assert.Equal(1, one.GetProperty("severity").GetInt32());
        Assert.Equal(1, one.GetProperty("range").GetProperty("start").GetProperty("line").GetInt32());
        Assert.Equal(4, one.GetProperty("range").GetProperty("start").GetProperty("character").GetInt32());
        Assert.Equal(7, one.GetProperty("range").GetProperty("end").GetProperty("character").GetInt32());
        Assert.NotEmpty(one.GetProperty("message").GetString()!);
    }

    [Fact]
    public void A_script_of_the_extension_alone_says_nothing_of_the_schema()
    {
        const string script = """
            config:
                agent_name: "Shop"
                exit_hooks: "agentforce"
            variables:
                order_number: mutable string
                status: mutable string
            start_agent order_status:
                description: "Where an order is"
                actions:
                    get_order:
                        target: "api://get_order"
                        description: "Reads an order"
                        inputs:
                            order_id: string
                        outputs:
                            status: string
                intent:
                    examples:
                        - "Where is my order?"
                    words: ["order", "parcel"]
                    slots:
                        order_number: string
                            pattern: "W([0-9]{4})"
                            answer: "([0-9]{4})"
                            identifies: True
                reply: ->
                    collect @variables.order_number
                        message: "Which order is it?"
                        attempts: 3
                    run @actions.get_order
                        with order_id="W" + @variables.order_number
                        set @variables.status = @outputs.status
                        on failure
                            if @outputs.reason == "not_found":
                                run @utils.escalate
                    | Your order is {!@variables.status}.
            """;
        Assert.Equal([], MarkedScript.Lint(script).Where(d => !d.Code.StartsWith("fa-", StringComparison.Ordinal)).Select(d => $"{d.Start} {d.Code} {d.Message}"));
        Assert.Equal([], MarkedScript.Lint("# @dialect: agentscript\n" + script.Replace("agent_name: \"Shop\"", "description: \"Shop\"", StringComparison.Ordinal))
            .Where(d => !d.Code.StartsWith("fa-", StringComparison.Ordinal)).Select(d => $"{d.Start} {d.Code} {d.Message}"));
    }

    [Fact]
    public void No_damaged_text_stops_the_linter()
    {
        var random = new Random(7);
        foreach (var (_, text) in Corpus.Read("examples", "broken", "recipes"))
        {
            for (var round = 0; round < 8; round++)
            {
                var from = random.Next(text.Length);
                var length = random.Next(Math.Min(40, text.Length - from));
                var damaged = text.Remove(from, length).Insert(random.Next(from), "\n  :\"{!@[*"[..random.Next(10)]);
                Assert.All(Linter.Lint(Script.Parse(damaged)), d => Assert.InRange(d.Start, 0, d.End));
            }
        }
    }

    [Theory]
    [InlineData("if True:\n")]
    [InlineData("a:\n")]
    [InlineData("- a:\n")]
    public void Text_nested_beyond_reason_is_linted_all_the_same(string line)
    {
        var text = new System.Text.StringBuilder("start_agent a:\n description: \"d\"\n reasoning:\n  instructions: ->\n");
        for (var depth = 3; depth < 3000; depth++) text.Append(' ', depth).Append(line);
        Assert.NotEmpty(Linter.Lint(Script.Parse(text.ToString())));
    }

    [Theory]
    [InlineData(10, 10)]
    [InlineData(50_000, 2)]
    public void Suggestions_for_a_script_nobody_wrote_are_few_so_that_its_size_costs_no_more_than_its_length(int names, int suggestions)
    {
        var variables = string.Concat(Enumerable.Range(0, names).Select(i => $"    name_{i}: mutable string\n"));
        var sets = string.Concat(Enumerable.Range(0, names).Select(i => $"set @variables.nam_{i} = 1\n"));
        var undefined = MarkedScript.Lint(MarkedScript.Instructions(sets, "variables:\n" + variables)).Where(d => d.Code == "undefined-reference").ToArray();
        Assert.Equal(names, undefined.Length);
        Assert.Equal(suggestions, undefined.Count(d => d.Message.Contains("Did you mean", StringComparison.Ordinal)));
    }
}

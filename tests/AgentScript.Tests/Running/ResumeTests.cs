using System.Collections.Immutable;
using System.Text.Json;
using AgentScript.Model;
using AgentScript.Running;

namespace AgentScript.Tests.Running;

/// <summary>Messages, results and frames that come at an unexpected place.</summary>
public sealed class ResumeTests
{
    private const string Text = """
        variables:
            a: mutable string = "default"
            later: mutable string = "new default"
        start_agent d:
            description: "D"
            actions:
                look:
                    outputs:
                        y: string
                    target: "api://look"
            reply: ->
                run @actions.look
                    set @variables.a = @outputs.y
                | Found {!@variables.a}. {!@system_variables.user_input}
        """;

    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);
    private static readonly Script Script = Script.Parse(Text);

    private static Frame Waiting(Script script) => Interpreter.Next(script, Dice.Start, new CustomerMessage("first", default)).Frame;

    private static ToolResult Ok => new("ok", JsonSerializer.SerializeToElement(new { y = "it" }));

    [Fact]
    public void A_message_while_a_call_is_on_its_way_begins_a_new_turn()
    {
        var frame = Waiting(Script);
        var step = Interpreter.Next(Script, frame, new CustomerMessage("second", default));
        Assert.IsType<CallAction>(step.Effect);
        Assert.Equal("Found it. second", Assert.IsType<Reply>(Interpreter.Next(Script, step.Frame, Ok).Effect).Text);
    }

    [Fact]
    public void A_result_of_another_kind_than_the_one_waited_for_is_ignored()
    {
        var frame = Waiting(Script);
        var step = Interpreter.Next(Script, frame, new ModelAnswer("hm", []));
        Assert.IsType<EndTurn>(step.Effect);
        Assert.Same(frame, step.Frame);
        Assert.Equal("Found it. first", Assert.IsType<Reply>(Interpreter.Next(Script, step.Frame, Ok).Effect).Text);
    }

    [Fact]
    public void A_frame_of_another_version_begins_at_start_agent_and_keeps_its_variables()
    {
        var old = Interpreter.Next(Script, Waiting(Script), Ok).Frame;
        var changed = Script.Parse(Text.Replace("| Found", "| Now", StringComparison.Ordinal).Replace("run @actions.look\n            set @variables.a = @outputs.y\n        ", "", StringComparison.Ordinal));
        var step = Interpreter.Next(changed, old with { Variables = old.Variables.Remove("later") }, new CustomerMessage("third", default));
        var first = step.Effect is CallAction ? Interpreter.Next(changed, step.Frame, Ok) : step;
        Assert.Equal("Now it. third", Assert.IsType<Reply>(first.Effect).Text);
        Assert.Equal("new default", first.Frame.Text("later"));
    }

    [Fact]
    public void A_result_for_another_version_begins_the_turn_again_with_the_same_words()
    {
        var changed = Script.Parse(Text.Replace("| Found", "| Now", StringComparison.Ordinal));
        var again = Interpreter.Next(changed, Waiting(Script), Ok);
        Assert.IsType<CallAction>(again.Effect);
        Assert.Equal("Now it. first", Assert.IsType<Reply>(Interpreter.Next(changed, again.Frame, Ok).Effect).Text);
    }

    [Fact]
    public void The_two_parts_the_runtime_counts_are_left_alone()
    {
        var frame = Dice.Start with { Step = 41 };
        Assert.Equal(41, Interpreter.Next(Script, frame, new CustomerMessage("hi", default)).Frame.Step);
    }

    [Fact]
    public void The_frame_that_was_given_is_not_changed()
    {
        var frame = Waiting(Script);
        var before = JsonSerializer.Serialize(frame);
        Interpreter.Next(Script, frame, Ok);
        Assert.Equal(before, JsonSerializer.Serialize(frame));
        // And may be continued again, to the same end.
        Assert.Equal(JsonSerializer.Serialize(Interpreter.Next(Script, frame, Ok)), JsonSerializer.Serialize(Interpreter.Next(Script, frame, Ok)));
    }

    public static TheoryData<string> Frames => new(
        """{"stack":[]}""",
        """{"stack":[{"node":"gone","procedure":"reply"}],"waiting":{"for":0}}""",
        """{"stack":[{"node":"d","procedure":"gone","at":7}],"waiting":{"for":0}}""",
        """{"stack":[{"node":"d","procedure":"reply","at":99}],"waiting":{"for":0}}""",
        """{"stack":[{"node":"d","procedure":"calls"}],"waiting":{"for":0}}""",
        """{"stack":[{"node":"d","procedure":"after"}],"waiting":{"for":1}}""",
        """{"stack":[{"node":"d","isAgent":true,"procedure":"agent:d"}],"waiting":{"for":2}}""",
        """{"stack":[{"node":"d","procedure":"reply","at":-1}],"waiting":{"for":3}}""",
        """{"stack":[],"waiting":{"for":4}}""",
        """{"node":null,"turn":null,"classes":null}""");

    [Theory]
    [MemberData(nameof(Frames))]
    public void Whatever_stands_in_a_frame_there_is_a_step(string machine)
    {
        var kept = JsonSerializer.Deserialize<Machine>(machine, Web)! with { Version = Waiting(Script).Machine!.Version };
        foreach (var result in new Result?[] { null, new CustomerMessage("yes", default), Ok, new ModelAnswer("hm", []), new ModelAnswer(null, [new("1", "look", default)]), new AgentAnswer("hm"), new Confirmed(true), new CustomerMessage(null!, default) })
            Assert.NotNull(Interpreter.Next(Script, Dice.Start with { Machine = kept }, result).Effect);
    }

    [Theory]
    [InlineData("")]
    [InlineData("config:\n    developer_name: \"x\"\n")]
    [InlineData("subagent a:\n    description: \"A\"\n")]
    public void A_script_that_cannot_start_says_the_error_message(string text) =>
        Assert.Equal("I am sorry, something went wrong on our side. Please try again.", Assert.IsType<Reply>(Interpreter.Next(Script.Parse(text), Dice.Start, new CustomerMessage("hi", default)).Effect).Text);

    [Fact]
    public void What_tests_could_cover_is_what_the_trace_can_say()
    {
        var script = Script.Parse(Sample.RetailSupport());
        var all = Interpreter.Traceable(script);
        Assert.Contains(all, t => t is { Kind: "branch", Name: "then" });
        Assert.Contains(all, t => t is { Kind: "enter", Name: "order_status" });
        var kinds = all.Select(t => t.Kind).ToHashSet();
        var seen = new List<Traced>();
        for (var seed = 0; seed < 20; seed++) new Dice(seed).Run(script, 10, f => f, step => seen.AddRange(step.Trace));
        Assert.Empty(seen.Where(t => kinds.Contains(t.Kind)).Except(all));
    }
}

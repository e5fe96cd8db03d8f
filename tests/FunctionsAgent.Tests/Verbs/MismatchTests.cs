using System.Text.Json.Nodes;
using FunctionsAgent.Agents;
using FunctionsAgent.Local;
using FunctionsAgent.Local.Authoring;

namespace FunctionsAgent.Tests.Verbs;

/// <summary>A turn's events against what a test expects of it.</summary>
public sealed class MismatchTests
{
    private static readonly TurnFacts Facts = TurnFacts.Of([.. JsonNode.Parse("""
        [
          {"seq":1,"type":"IntentMatched","data":{"intent":"refund"}},
          {"seq":2,"type":"ToolCalled","data":{"tool":"get_order","outcome":"ok"}},
          {"seq":3,"type":"ToolCalled","data":{"tool":"refund","outcome":"refused","verdict":{"rule":"ask-first"}}},
          {"seq":4,"type":"ScriptStepped","data":{"effect":"CallAction","trace":["enter refund 3"]}},
          {"seq":5,"type":"ScriptStepped","data":{"effect":"EndSession","trace":["branch then 4"]}},
          {"seq":6,"type":"PolicyApplied","data":{"rule":"late-hours"}},
          {"seq":7,"type":"ReplySent","data":{},"content":[{"name":"text","value":"We are closed."},{"name":"note","value":"x"}]},
          {"seq":8,"type":"ReplySent","data":{},"content":[{"name":"text","value":"Goodbye."}]},
          {"seq":9,"type":"ConversationClosed","data":{}},
          {"seq":10,"type":"SomethingNew","data":null}
        ]
        """).Items()]);

    [Fact]
    public void Facts_are_read_from_the_events()
    {
        Assert.Equal(("We are closed.\nGoodbye.", "refund", null, "closed", "end-session"), (Facts.Reply, Facts.Intent, Facts.Handoff, Facts.Outcome, Facts.Effect));
        Assert.Equal(["get_order"], Facts.Tools.ToArray());
        Assert.Equal(["late-hours", "ask-first"], Facts.Policies.ToArray());
        Assert.Equal(["enter refund 3", "branch then 4"], Facts.Trace.ToArray());
    }

    public static TheoryData<Expectation> Met => new()
    {
        new([], []),
        new(["CLOSED", "goodbye"], ["sorry"]),
        new([], [], Intent: "refund", Tools: ["get_order"], Policy: "ask-first", Handoff: false, Outcome: "closed", Effect: "end-session"),
    };

    [Theory]
    [MemberData(nameof(Met))]
    public void What_is_there_is_no_mismatch(Expectation expected) => Assert.Empty(Mismatch.Of(1, expected, Facts));

    public static TheoryData<Expectation, string> Missed => new()
    {
        { new(["sorry"], []), "reply" },
        { new([], ["Closed"]), "not" },
        { new([], [], Intent: "none"), "intent" },
        { new([], [], Tools: []), "tools" },
        { new([], [], Tools: ["get_order", "refund"]), "tools" },
        { new([], [], Policy: "other"), "policy" },
        { new([], [], Handoff: true), "handoff" },
        { new([], [], Handoff: true, HandoffReason: "why"), "handoff" },
        { new([], [], Outcome: "replied"), "outcome" },
        { new([], [], Effect: "reply"), "effect" },
    };

    [Theory]
    [MemberData(nameof(Missed))]
    public void What_is_not_there_is_one(Expectation expected, string what) => Assert.Equal(what, Assert.Single(Mismatch.Of(2, expected, Facts)).What);

    [Fact]
    public void A_turn_without_an_answer_has_no_outcome()
    {
        var nothing = TurnFacts.Of([]);

        Assert.Equal(("", null, null, null, null), (nothing.Reply, nothing.Intent, nothing.Handoff, nothing.Outcome, nothing.Effect));
        Assert.Equal("none", Assert.Single(Mismatch.Of(1, new([], [], Outcome: "replied"), nothing)).Actual);
    }

    [Fact]
    public void A_hand_off_is_its_reason()
    {
        var facts = TurnFacts.Of([JsonNode.Parse("""{"seq":1,"type":"HandoffOpened","data":{"reason":"the customer asked"}}""")!]);

        Assert.Equal(("the customer asked", "handed-off"), (facts.Handoff, facts.Outcome));
        Assert.Empty(Mismatch.Of(1, new([], [], Handoff: true, HandoffReason: "ASKED"), facts));
        Assert.Equal("handoff", Assert.Single(Mismatch.Of(1, new([], [], Handoff: false), facts)).What);
    }
}

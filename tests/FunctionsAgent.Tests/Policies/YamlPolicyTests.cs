using System.Text.Json;
using FunctionsAgent.Policies;
using static FunctionsAgent.Tests.Policies.Written;

namespace FunctionsAgent.Tests.Policies;

public sealed class YamlPolicyTests
{
    private static readonly Facts Facts = new(
        "shop", "chat", "channel", JsonElement.Parse("""{"state":"HI","tier":null,"address":{"city":"Hilo"},"orders":["W1"]}"""), "I want a refund, please", "refunds", "refund",
        JsonElement.Parse("""{"amount":120,"note":""}"""))
    {
        CallerId = "ann@mail.example",
        Conversation = "t-1",
        Turns = 2,
        Variables = new Dictionary<string, JsonElement> { ["status"] = JsonElement.Parse("\"late\""), ["none"] = JsonElement.Parse("null") },
        Result = JsonElement.Parse("""{"amount":120}"""),
        Reply = "It is late.",
        Now = new DateTimeOffset(2026, 11, 23, 8, 0, 0, TimeSpan.Zero),
    };

    [Theory]
    [InlineData("tool:refund", "@customer.state == \"HI\"")]
    [InlineData("tool:refund", "@customer.address.city == \"Hilo\" and contains(@customer.orders, \"W1\")")]
    [InlineData("tool:refund", "@caller.assurance == \"channel\" and @caller.id == \"ann@mail.example\"")]
    [InlineData("tool:refund", "@conversation.channel == \"chat\" and @conversation.agent == \"shop\" and @conversation.id == \"t-1\" and @conversation.turns == 2")]
    [InlineData("tool:refund", "contains(lower(@message.text), \"refund\") and contains(@message, \"please\") and @message.length == 23")]
    [InlineData("tool:refund", "@intent == \"refunds\" and @intent.name == @intent")]
    [InlineData("tool:refund", "@tool == \"refund\" and @tool.name == \"refund\"")]
    [InlineData("tool:refund", "@args.amount > 100 and @args is not None")]
    [InlineData("tool:refund", "@result.amount > 100")]
    [InlineData("tool:refund", "@variables.status == \"late\" and @variables.none is None")]
    [InlineData("tool:refund", "days_since(\"2026-11-20\") == 3")]
    [InlineData("reply", "contains(@reply, \"late\") and @reply.length == 11 and @intent == \"refunds\"")]
    [InlineData("message", "@customer.tier is None")]
    public void A_condition_reads_the_facts(string at, string when)
    {
        var verdict = Policy(at, when, Do.Answer, "No.").Decide(Facts);

        Assert.Equal((Do.Answer, "the-rule", "3", $"when {when}", "No."), (verdict!.Do, verdict.Rule, verdict.Version, verdict.Reason, verdict.Text));
    }

    [Theory]
    [InlineData("@customer.state == \"CA\"")]
    [InlineData("@variables.none is not None")]
    [InlineData("False and @customer.absent == 1")]
    public void What_does_not_hold_does_not_apply(string when) => Assert.Null(Policy("message", when, Do.Refuse).Decide(Facts));

    [Theory]
    [InlineData("@customer.absent == 1")]
    [InlineData("@customer.tier == 1")]
    [InlineData("@customer.address.street == \"x\"")]
    [InlineData("not @customer.absent")]
    [InlineData("@variables.absent > 3")]
    [InlineData("@variables.none == 3")]
    [InlineData("1 / 0 == 1")]
    public void What_is_not_known_is_as_the_policy_says(string when)
    {
        Assert.Null(Policy("message", when, Do.Answer, "x").Decide(Facts));
        Assert.Null(Policy("message", when, Do.Refuse, "x", WhenUnknown.Skip).Decide(Facts));
        Assert.Equal(Do.Refuse, Policy("message", when, Do.Refuse, "x").Decide(Facts)!.Do);
        Assert.Equal(Do.Escalate, Policy("message", when, Do.Escalate).Decide(Facts)!.Do);
        Assert.Equal(Do.Answer, Policy("message", when, Do.Answer, "x", WhenUnknown.Match).Decide(Facts)!.Do);
        Assert.Equal((Do.Ask, "Which one?"), Policy("message", when, Do.Answer, "Which one?", WhenUnknown.Ask).Decide(Facts) is { } asked ? (asked.Do, asked.Text) : default);
    }

    [Fact]
    public void The_evidence_names_fields_and_no_words()
    {
        var evidence = Policy("message", "@customer.state == \"HI\" and @customer.tier.name == @message", Do.Refuse).Decide(Facts)!.Evidence.ToJsonString();

        Assert.Equal("""{"condition":"unknown","known":["customer.state","message"],"unknown":["customer.tier"]}""", evidence);
    }

    [Fact]
    public void A_condition_that_fails_is_unknown_and_says_why_without_words()
    {
        var evidence = Policy("message", "@message - 1 == 2", Do.Escalate).Decide(Facts)!.Evidence;

        Assert.Equal(("unknown", "a string and a number cannot be subtracted"), ((string?)evidence["condition"], (string?)evidence["error"]));
        Assert.DoesNotContain("refund", evidence.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("none", "stated", true)]
    [InlineData("stated", "verified", true)]
    [InlineData("channel", "channel", false)]
    [InlineData("verified", "channel", false)]
    public void Require_lets_pass_whoever_is_known_well_enough(string assurance, string required, bool stopped)
    {
        var verdict = Policy("message", "True", Do.Require, assurance: required).Decide(Facts with { Assurance = assurance });

        Assert.Equal(stopped ? Do.Require : null, verdict?.Do);
        if (stopped) Assert.Equal((required, assurance, "I need to know who you are before I can do that."), ((string?)verdict!.Evidence["required"], (string?)verdict.Evidence["assurance"], verdict.Text));
    }

    [Theory]
    [InlineData("message", "@customer.state == ", 18)]
    [InlineData("message", "@customer.state = \"HI\"", 16)]
    [InlineData("message", "@cutomer.state == \"HI\"", 0)]
    [InlineData("message", "True and @subagent.x", 9)]
    [InlineData("message", "@caller == 1", 0)]
    [InlineData("message", "@caller.name == 1", 0)]
    [InlineData("message", "@conversation.language == \"de\"", 0)]
    [InlineData("message", "1 == state", 5)]
    [InlineData("message", "foo(@message)", 0)]
    [InlineData("message", "1 == len(1, 2)", 5)]
    [InlineData("message", "@customer.a == ...", 15)]
    [InlineData("message", "@intent == \"x\"", 0)]
    [InlineData("message", "@tool == \"x\"", 0)]
    [InlineData("message", "@args.x == 1", 0)]
    [InlineData("message", "@reply == \"x\"", 0)]
    [InlineData("reply", "@result.x == 1", 0)]
    [InlineData("tool:refund", "@reply == \"x\"", 0)]
    [InlineData("message", "", 0)]
    public void What_no_condition_can_say_is_an_error_with_its_place(string at, string when, int offset)
    {
        var (policy, error, found) = YamlPolicy.Compile(Spec(at, when, Do.Answer, "x"));

        Assert.Null(policy);
        Assert.NotEmpty(error!);
        Assert.Equal(offset, found);
    }

    [Fact]
    public void Asking_needs_a_text_and_a_question_before_the_call_does_not_read_its_result()
    {
        Assert.Contains("'text'", YamlPolicy.Compile(Spec("message", "True", Do.Refuse, null, WhenUnknown.Ask)).Error, StringComparison.Ordinal);
        Assert.Contains("@result", YamlPolicy.Compile(Spec("tool:refund", "@result.a == 1", Do.Confirm, "Sure?")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_condition_over_the_result_is_asked_after_the_call()
    {
        Assert.Equal("result:refund", Policy("tool:refund", "@result.amount > 1 and @args.amount > 1", Do.Refuse).Info.At);
        Assert.Equal("tool:refund", Policy("tool:refund", "@args.amount > 1", Do.Refuse).Info.At);
    }
}

using FunctionsAgent.Agents;
using FunctionsAgent.Guardrails;
using FunctionsAgent.Policies;
using FunctionsAgent.Tests.Drivers;
using FunctionsAgent.Tools;

namespace FunctionsAgent.Tests.Agents.Packaging;

public sealed class PackageReaderTests
{
    [Fact]
    public void A_package_says_everything_its_files_say()
    {
        var package = PackageBench.Read();
        var manifest = package.Manifest!;

        Assert.Equal("shop", package.Name);
        Assert.Equal(new Kpi("containment", 0.1, 0.5, "7d", "lead@shop.example", "fewer contacts"), package.Kpi);
        Assert.Equal<string>(["order status"], package.Scope.Does);
        Assert.Equal("inbox", package.Scope.HandsTo);
        Assert.Equal("Europe/Berlin", package.Zone);
        Assert.Equal<string>(["https://shop.example"], manifest.Channels["chat"].Origins);
        Assert.Equal("help@shop.example", manifest.Channels["email"].Address);
        Assert.Equal<string>(["order_status"], manifest.Skills);
        Assert.Equal(new HandoffSpec("inbox", TimeSpan.FromMinutes(10), "email"), manifest.Handoff);
        Assert.Equal(Texts.Default with { Greeting = "Hello from the shop" }, package.Texts);
        var policy = new PolicySpec("no-hawaii", "1", "message", "@customer.state == \"HI\"", WhenUnknown.Skip, Do.Answer, "Not there yet.", null, new("agent.yaml", 21, 12));
        Assert.Equal(policy, Assert.Single(manifest.Policies));
        Assert.Equal("no-hawaii", Assert.Single(package.Policies).Info.Name);
        Assert.Equal(new PackageVoice("short sentences", null, "has shipped", "in transit"), new(package.Voice!.Preferred[0].Say, package.Voice.Preferred[0].Instead, package.Voice.Preferred[1].Say, package.Voice.Preferred[1].Instead));
        Assert.Equal(new VoiceLine("unfortunately", new("voice.yaml", 5, 11)), Assert.Single(package.Voice.Avoided));
    }

    private sealed record PackageVoice(string First, string? Instead, string Second, string? InsteadOf);

    [Fact]
    public void A_tool_says_everything_its_file_says()
    {
        var tool = Assert.Single(PackageBench.Read().Tools);

        Assert.Equal("get_order", tool.Name);
        Assert.Equal<string>(["api://get_order", "flow://Get_Order"], tool.Targets);
        Assert.Equal((ToolEffect.Read, true), (tool.Effect, tool.Idempotent));
        Assert.Equal(new HttpSpec("GET", "${Shop}/orders/{order_id}?for={customer_id}", TimeSpan.FromSeconds(2), 2), tool.Http);
        Assert.Equal(new HttpSpec("GET", "${Shop}/done?key={key}", TimeSpan.FromSeconds(10)), tool.Reconcile);
        Assert.Equal("""{"type":"object","required":["order_id"],"properties":{"order_id":{"type":"string","pattern":"^W[0-9]\u002B$"}},"additionalProperties":false}""", tool.Input);
        Assert.Equal("$.parcels[0].tracking", tool.Project["tracking"]);
        Assert.Equal("personal", tool.Classes!["tracking"]);
        Assert.Equal("channel orders", $"{tool.Require}");
        Assert.Equal("@caller.id", tool.Rows!["customer_id"]);
    }

    [Fact]
    public void A_field_of_a_tool_may_be_a_list_of_few_entries()
    {
        var yaml = PackageBench.Tool.Replace("id: $.id", "id: $.id, orders: { each: \"$.orders[*]\", take: 5, last: true, fields: { nr: $.id } }, all: { each: \"$.*\", fields: { x: $ } }", StringComparison.Ordinal);
        var tool = Assert.Single(PackageBench.Read(("tools/get_order.yaml", yaml)).Tools);

        Assert.Equal("last 5 of $.orders[*] with [nr, $.id]", $"{tool.Lists["orders"]}");
        Assert.Equal("first 20 of $.* with [x, $]", $"{tool.Lists["all"]}");
        Assert.Equal(["all", "all_total", "id", "orders", "orders_total", "tracking"], tool.Fields);
    }

    [Fact]
    public void A_test_says_everything_its_file_says()
    {
        var test = Assert.Single(PackageBench.Read().Tests);

        Assert.Equal(("where is it", "email", new FilePosition("tests/orders.yaml", 1, 3)), (test.Name, test.Channel, test.At));
        Assert.Equal("""{"state":"WI","age":40}""", test.Customer!.Value.GetRawText());
        Assert.Collection(
            test.Tools["get_order"],
            ok => Assert.Equal("""{"id":"W1"}""", Assert.IsType<Ok>(ok).Value.GetRawText()),
            failed => Assert.Equal("not_found", Assert.IsType<Failed>(failed).Class),
            unknown => Assert.Equal("no answer", Assert.IsType<Unknown>(unknown).Reason));
        Assert.Equal<string>(["shipped", "W1"], test.Turns[0].Expect.Reply);
        Assert.Equal<string>(["get_order"], test.Turns[0].Expect.Tools!.Value);
        Assert.Equal((true, "asked for", "no-hawaii"), (test.Turns[1].Expect.Handoff, test.Turns[1].Expect.HandoffReason, test.Turns[1].Expect.Policy));
        Assert.Empty(test.Turns[1].Expect.Tools!.Value);
        Assert.Equal((false, "none", null), (test.Turns[2].Expect.Handoff, test.Turns[2].Expect.Intent, (object?)test.Turns[2].Expect.Tools));
        Assert.Equal(new FilePosition("tests/orders.yaml", 14, 7), test.Turns[2].At);
    }

    [Fact]
    public void The_least_an_agent_needs_has_sensible_defaults()
    {
        var package = PackageBench.Read(("agent.yaml", """
            name: a
            kpi: { metric: csat, baseline: 0, target: 1, window: 72h, owner: me, outcome: joy }
            scope: { does: [this], doesNot: [], handsTo: inbox }
            flow: in-code
            """), ("tools/get_order.yaml", null), ("voice.yaml", null), ("tests/orders.yaml", null));

        Assert.Equal("in-code", package.Flow.Name);
        Assert.Equal("UTC", package.Zone);
        Assert.Equal(Texts.Default, package.Texts);
        Assert.Equal(
            ["size On", "harm On", "injection Shadow", "tone On", "writes On", "grounding On", "voice On", "toxicity On", "secrets On"],
            package.Guards.Select(guard => $"{guard.Info.Name} {guard.Mode}"));
        Assert.Null(package.Manifest!.Handoff);
        Assert.Null(package.Voice);
    }

    [Theory]
    [InlineData("guards: [{ name: secrets, mode: on }]", "secrets size")]
    [InlineData("guards: [{ name: size, mode: off }]", "secrets")]
    [InlineData("guards: [{ name: size, mode: shadow }]", "(size) secrets")]
    [InlineData("guards: [{ name: size, mode: off }, { name: secrets, mode: off }]", "")]
    public void A_guard_is_on_unless_it_is_said_to_be_off(string guards, string running)
    {
        var package = PackageBench.Read(("agent.yaml", PackageBench.Agent.Replace("guards: [{ name: size, mode: on, maxCharacters: 500 }]", guards, StringComparison.Ordinal)));
        Assert.Equal(running, string.Join(' ', package.Guards.Where(guard => guard.Info.Name is "size" or "secrets" && guard.Mode != GuardMode.Off).Select(guard => guard.Mode == GuardMode.Shadow ? $"({guard.Info.Name})" : guard.Info.Name)));
    }

    [Theory]
    [InlineData("refuse", null, WhenUnknown.Match)]
    [InlineData("escalate", null, WhenUnknown.Match)]
    [InlineData("answer", null, WhenUnknown.Skip)]
    [InlineData("refuse", "ask", WhenUnknown.Ask)]
    public void What_an_absent_value_means_depends_on_what_is_done(string done, string? unknown, WhenUnknown expected)
    {
        var agent = PackageBench.Agent.Replace("do: answer", $"do: {done}{(unknown is null ? "" : $"\n    unknown: {unknown}")}", StringComparison.Ordinal);
        Assert.Equal(expected, Assert.Single(PackageBench.Read(("agent.yaml", agent)).Manifest!.Policies).Unknown);
    }

    [Fact]
    public void A_setting_is_filled_in_where_text_is_expected()
    {
        var agent = PackageBench.Agent.Replace("owner: lead@shop.example", "owner: mail ${Owner}", StringComparison.Ordinal);
        Assert.Equal("mail ann@shop.example", PackageBench.Read(("agent.yaml", agent)).Kpi.Owner);
    }

    [Fact]
    public void Every_mistake_of_every_file_is_found_at_once()
    {
        var errors = PackageBench.Errors(
            ("agent.yaml", PackageBench.Agent.Replace("window: 7d", "window: soon", StringComparison.Ordinal).Replace("zone: Europe/Berlin", "zon: Europe/Berlin", StringComparison.Ordinal)),
            ("voice.yaml", "guidelines: none"),
            ("tools/get_order.yaml", PackageBench.Tool.Replace("effect: read", "effect: reads", StringComparison.Ordinal)),
            ("shop.agent", "call api://get_order\ncall api://nothing"));

        Assert.Equal(
            ["agent.yaml:6:11", "agent.yaml:14:1", "shop.agent:2:6", "tools/get_order.yaml:3:9", "voice.yaml:1:13"],
            errors.Select(error => $"{error.File}:{error.Line}:{error.Column}"));
        Assert.Equal("agent.yaml:14:1: error: agent.yaml has no key 'zon'. Did you mean 'zone'?", errors[1].ToString());
    }

    [Fact]
    public void Two_tools_do_not_share_a_target()
    {
        var error = Assert.Single(PackageBench.Errors(("tools/other.yaml", PackageBench.Tool.Replace("[api://get_order, flow://Get_Order]", "flow://Get_Order", StringComparison.Ordinal))));
        Assert.Equal("tools/other.yaml:1:9: error: The target 'flow://Get_Order' of tools/other.yaml is also that of tools/get_order.yaml:1:27: it belongs to one tool.", error.ToString());
    }

    [Fact]
    public void A_script_is_not_blamed_for_targets_that_could_not_be_read() =>
        Assert.Equal("tools/get_order.yaml", Assert.Single(PackageBench.Errors(("tools/get_order.yaml", "target: [\n"), ("tests/orders.yaml", null), ("shop.agent", "call api://get_order"))).File);

    [Fact]
    public void Two_tests_do_not_share_a_name() => Assert.Contains("the first is at tests/orders.yaml:1:3", Assert.Single(
        PackageBench.Errors(("tests/z.yaml", "- { name: where is it, turns: [{ says: a, expect: { reply: b } }] }"))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("tool/get_order.yaml")]
    [InlineData("tools/more/get_order.yaml")]
    [InlineData("tools/b.yml")]
    [InlineData("Agent.yaml")]
    public void A_file_that_nothing_reads_is_not_passed_over(string file)
    {
        var error = Assert.Single(PackageBench.Errors((file, PackageBench.Tool)));
        Assert.Equal(new FilePosition(file, 1, 1), new FilePosition(error.File, error.Line, error.Column));
    }

    [Theory]
    [InlineData("agent.yaml", "agent.yaml")]
    [InlineData("shop.agent", "agent.yaml")]
    public void Without_its_main_files_there_is_no_package(string missing, string blamed) =>
        Assert.Equal(blamed, Assert.Single(PackageBench.Errors((missing, null), ("tests/orders.yaml", null))).File);

    [Fact]
    public void A_skill_that_is_no_intent_of_the_script_is_an_error_where_it_stands()
    {
        var files = Samples.RetailSupport.Files!;
        var yaml = System.Text.Encoding.UTF8.GetString(files.All["agent.yaml"].Span).Replace("[order_status, returns]", "[order_status, return]", StringComparison.Ordinal);
        var changed = new PackageFiles(files.All.SetItem("agent.yaml", System.Text.Encoding.UTF8.GetBytes(yaml)));

        var error = Assert.Single(PackageReader.Read(changed, Samples.Context).Errors);

        Assert.Matches(@"^agent\.yaml:\d+:24: error: The skill 'return' is no intent of retail-support\.agent\. Did you mean 'returns'\?$", error.ToString());
    }
}

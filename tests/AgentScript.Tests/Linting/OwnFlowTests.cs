namespace AgentScript.Tests.Linting;

/// <summary>Where a conversation can go: our own warnings about nodes, transitions and delegations.</summary>
public sealed class OwnFlowTests
{
    private static string Node(string header, string body) => $"{header}:\n    description: \"A node\"\n{Linted.Indent(body, 4)}\n";

    private static string Says(string header, string body = "") => Node(header, "reasoning:\n    instructions: ->\n        | Help.\n" + body);

    private static string Tools(string header, params string[] tools) =>
        Says(header, "    actions:\n" + Linted.Indent(string.Join('\n', tools), 8));

    [Fact]
    public void A_sub_agent_nothing_leads_to_is_reported_at_its_name()
    {
        var (diagnostic, line) = Linted.Single(Linted.Config + Says("start_agent main") + Says("subagent lost"), "fa-unreachable-subagent");
        Assert.Equal((Severity.Warning, 10), (diagnostic.Severity, line));
        Assert.Contains("'lost'", diagnostic.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("go: @utils.transition to @subagent.a")]
    [InlineData("ask: @subagent.a")]
    [InlineData("ask: @topic.a")]
    public void A_transition_and_a_delegation_lead_on_through_others(string tool) =>
        Assert.Equal(0, Linted.Count(Linted.Config + Tools("start_agent main", tool) + Node("subagent a", "before_reasoning:\n    if @variables.x:\n        transition to @subagent.b") + Says("subagent b"), "fa-unreachable-subagent"));

    [Fact]
    public void What_only_the_unreachable_leads_to_is_unreachable_and_an_intent_leads_everywhere()
    {
        var lost = Tools("subagent a", "go: @utils.transition to @subagent.b") + Says("subagent b");
        Assert.Equal(2, Linted.Count(Linted.Config + Says("start_agent main") + lost, "fa-unreachable-subagent"));
        Assert.Equal(0, Linted.Count(Linted.Config + Says("start_agent main") + lost.Replace("subagent a:\n", "subagent a:\n    intent:\n        words:\n            - \"a\"\n", StringComparison.Ordinal), "fa-unreachable-subagent"));
    }

    [Theory]
    [InlineData("out: @utils.escalate", 0)]
    [InlineData("go: @utils.transition to @subagent.a", 0)]
    [InlineData("stay: @utils.end_session", 1)]
    public void A_customer_can_reach_a_person_from_somewhere(string tool, int expected)
    {
        var text = Linted.Config + Tools("start_agent main", tool) + Tools("subagent a", "out: @utils.escalate");
        Assert.Equal(expected, Linted.Count(text, "fa-no-way-out"));
    }

    [Fact]
    public void A_reply_and_a_connected_agent_that_pass_on_are_ways_to_a_person()
    {
        var reply = Node("start_agent main", "reply: ->\n    run @utils.escalate");
        Assert.Equal(0, Linted.Count(Linted.Config + reply, "fa-no-way-out"));
        var connected = Tools("start_agent main", "visa: @connected_subagent.visa") + "connected_subagent visa:\n    target: \"agent://Visa\"\n    delegate_escalation: ";
        Assert.Equal(0, Linted.Count(Linted.Config + connected + "True\n", "fa-no-way-out"));
        Assert.Equal(1, Linted.Count(Linted.Config + connected + "False\n", "fa-no-way-out"));
    }

    [Fact]
    public void A_node_that_says_nothing_and_leads_nowhere_is_reported()
    {
        var text = Linted.Config + Tools("start_agent main", "go: @utils.transition to @subagent.a", "out: @utils.escalate") + "subagent a:\n    description: \"Nothing\"\n";
        Assert.Contains("'a' says nothing", Linted.Single(text, "fa-no-way-out").Diagnostic.Message, StringComparison.Ordinal);
        Assert.Equal(0, Linted.Count(text + "    before_reasoning:\n        transition to @start_agent.main\n", "fa-no-way-out"));
    }

    [Fact]
    public void Transitions_without_a_condition_that_come_back_are_a_warning()
    {
        var text = Linted.Config + Node("start_agent main", "before_reasoning:\n    transition to @subagent.a") + Says("subagent a", "        transition to @start_agent.main");
        var (diagnostic, line) = Linted.Single(text, "fa-transition-cycle");
        Assert.Equal((Severity.Warning, 7), (diagnostic.Severity, line));
        Assert.Contains("main → a → main", diagnostic.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("before_reasoning:\n    if @variables.x:\n        transition to @subagent.a", Severity.Information)]
    [InlineData("before_reasoning:\n    run @actions.a\n        transition to @subagent.a", Severity.Information)]
    [InlineData("reply: ->\n    collect @variables.x\n        message: \"Which?\"\n    transition to @subagent.a", Severity.Information)]
    [InlineData("reply: ->\n    | Hello.\n    transition to @subagent.a", Severity.Warning)]
    [InlineData("reply: ->\n    | Hello.\nafter_reasoning:\n    transition to @subagent.a", Severity.Warning)]
    [InlineData("reply: ->\n    set @variables.x = None\n    collect @variables.x\n        message: \"Which?\"\n    transition to @subagent.a", null)]
    [InlineData("reply: ->\n    set @variables.y = None\n    collect @variables.x\n        message: \"Which?\"\n    transition to @subagent.a", Severity.Information)]
    [InlineData("reply: ->\n    run @actions.a\n        on failure\n            transition to @subagent.a", Severity.Information)]
    [InlineData("after_reasoning:\n    transition to @subagent.a", null)]
    [InlineData("reply: ->\n    run @utils.end_session\n    transition to @subagent.a", null)]
    [InlineData("reasoning:\n    actions:\n        go: @utils.transition to @subagent.a", null)]
    public void A_condition_makes_it_information_and_a_model_or_an_end_makes_it_none(string body, Severity? expected)
    {
        var text = Linted.Config + Node("start_agent main", body) + Node("subagent a", "before_reasoning:\n    transition to @start_agent.main");
        Assert.Equal(expected, Linted.Of(text).SingleOrDefault(d => d.Code == "fa-transition-cycle")?.Severity);
    }

    [Fact]
    public void A_node_that_leads_to_itself_is_a_cycle() =>
        Assert.Equal(Severity.Warning, Linted.Single(Linted.Config + Node("start_agent main", "before_reasoning:\n    transition to @start_agent.main"), "fa-transition-cycle").Diagnostic.Severity);

    [Fact]
    public void A_long_chain_of_transitions_needs_no_deep_stack()
    {
        var nodes = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"subagent n{i}:\n    before_reasoning:\n        transition to @subagent.n{(i + 1) % 20_000}\n"));
        Assert.Equal(Severity.Warning, Linted.Single(nodes, "fa-transition-cycle").Diagnostic.Severity);
    }

    [Theory]
    [InlineData(3, 0)]
    [InlineData(4, 1)]
    [InlineData(5, 2)]
    public void Delegation_goes_three_levels_deep(int levels, int expected)
    {
        var nodes = string.Concat(Enumerable.Range(1, levels).Select(i => i < levels ? Tools($"subagent n{i}", $"ask: @subagent.n{i + 1}") : Says($"subagent n{i}")));
        Assert.Equal(expected, Linted.Count(Linted.Config + Tools("start_agent main", "ask: @subagent.n1") + nodes, "fa-depth"));
    }

    [Fact]
    public void Delegation_in_a_circle_has_no_end() =>
        Assert.Equal(2, Linted.Count(Linted.Config + Tools("start_agent main", "ask: @subagent.a") + Tools("subagent a", "ask: @start_agent.main"), "fa-depth"));

    [Theory]
    [InlineData(15, 12, 0)]
    [InlineData(16, 12, 1)]
    [InlineData(15, 13, 1)]
    public void An_agent_carries_so_many_sub_agents_and_a_node_so_many_tools(int nodes, int tools, int expected)
    {
        var text = Linted.Config + Tools("start_agent main", [.. Enumerable.Range(0, tools).Select(i => $"t{i}: @utils.escalate")]) + string.Concat(Enumerable.Range(0, nodes).Select(i => Says($"subagent n{i}")));
        Assert.Equal(expected, Linted.Count(text, "fa-scope"));
    }

    [Theory]
    [InlineData(4000, 0)]
    [InlineData(4100, 1)]
    public void Instructions_have_a_budget_and_the_message_its_arithmetic(int characters, int expected)
    {
        var half = string.Join(' ', Enumerable.Repeat("word", characters / 10));
        var text = Linted.Config + Node("start_agent main", $"reasoning:\n    instructions: ->\n        | {half}\n        if @variables.x:\n            | {half}\n        else:\n            | {half[..^20]}");
        Assert.Equal(expected, Linted.Count(text, "fa-instruction-budget"));
        if (expected > 0) Assert.Contains("at 4 characters a token; the budget is 1000", Linted.Single(text, "fa-instruction-budget").Diagnostic.Message, StringComparison.Ordinal);
    }
}

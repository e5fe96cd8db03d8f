namespace AgentScript.Tests.Linting;

/// <summary>Variables nobody sets, runs that bind too little, and the words of intents.</summary>
public sealed class OwnVariablesTests
{
    private static string Script(string variable, string statement, string more = "") =>
        Linted.Config + $"variables:\n    {variable}\nstart_agent main:\n    description: \"M\"\n    before_reasoning:\n        if @variables.x:\n            transition to @start_agent.main\n        {statement}\n{more}";

    [Theory]
    [InlineData("x: mutable string", "run @actions.a", 1)]
    [InlineData("x: string", "run @actions.a", 1)]
    [InlineData("x: mutable string = None", "run @actions.a", 1)]
    [InlineData("x: mutable string = \"\"", "run @actions.a", 0)]
    [InlineData("x: linked string\n        source: @MessagingSession.Id", "run @actions.a", 0)]
    [InlineData("x: mutable string\n        visibility: \"External\"", "run @actions.a", 0)]
    [InlineData("x: mutable string", "set @variables.x = \"a\"", 0)]
    [InlineData("x: mutable string", "run @actions.a\n            set @variables.x = @outputs.b", 0)]
    public void A_variable_that_is_read_is_set_somewhere(string variable, string statement, int expected) => Assert.Equal(expected, Linted.Count(Script(variable, statement), "fa-never-set"));

    [Theory]
    [InlineData("    reasoning:\n        actions:\n            keep: @utils.setVariables\n                with x=...\n")]
    [InlineData("    reply: ->\n        collect @variables.x\n            message: \"Which?\"\n")]
    [InlineData("    intent:\n        slots:\n            x: string\n                pattern: \"[0-9]+\"\n")]
    public void A_tool_a_question_and_a_slot_set_variables(string more) => Assert.Equal(0, Linted.Count(Script("x: mutable string", "run @actions.a", more), "fa-never-set"));

    [Fact]
    public void A_variable_nobody_reads_is_not_our_matter() =>
        Assert.Equal(0, Linted.Count(Linted.Config + "variables:\n    x: mutable string\nstart_agent main:\n    description: \"M\"\n", "fa-never-set"));

    [Theory]
    [InlineData("run @actions.a\n            with number=\"1\"", 0)]
    [InlineData("run @actions.a\n            with number=\"1\", hint=\"x\"", 0)]
    [InlineData("run @actions.a", 1)]
    [InlineData("run @actions.a\n            with number=...", 1)]
    [InlineData("run @actions.a\n            with number=\"1\"\n            with colour=\"red\"", 1)]
    public void A_run_binds_what_the_action_needs_and_nothing_else(string run, int expected) =>
        Assert.Equal(expected, Linted.Count(Script("x: mutable string = \"\"", run, "    actions:\n        a:\n            target: \"flow://A\"\n            inputs:\n                number: string\n                    is_required: True\n                hint: string\n                limit: number = 3\n"), "fa-run-input"));

    private static string Intents(string first, string second) =>
        Linted.Config + "variables:\n    order: mutable string = \"\"\nstart_agent main:\n    description: \"M\"\n" + $"subagent a:\n    description: \"A\"\n    intent:\n{Linted.Indent(first, 8)}\nsubagent b:\n    description: \"B\"\n    intent:\n{Linted.Indent(second, 8)}\n";

    [Theory]
    [InlineData("words:\n    - \"order\"", "words:\n    - \"Order!\"", 1)]
    [InlineData("examples:\n    - \"Where is my order?\"", "examples:\n    - \"where is  my order\"", 1)]
    [InlineData("examples: [\"Where is my order?\"]", "words: [\"where is my order\"]", 1)]
    [InlineData("words:\n    - \"order\"\n    - \"Order\"", "words:\n    - \"parcel\"", 0)]
    [InlineData("words:\n    - \"order\"", "words:\n    - \"orders\"", 0)]
    public void Two_nodes_do_not_share_what_customers_say(string first, string second, int expected) => Assert.Equal(expected, Linted.Count(Intents(first, second), "fa-intent-overlap"));

    [Theory]
    [InlineData("order: string\n        pattern: \"#([0-9]{4})\"", "fa-slot-pattern", 0)]
    [InlineData("order: string\n        pattern: \"([0-9]{4}\"", "fa-slot-pattern", 1)]
    [InlineData("order: string\n        pattern: \"(a)\\\\1\"", "fa-slot-pattern", 1)]
    [InlineData("order: string\n        pattern: \"a\"\n        answer: \"(?=b)\"", "fa-slot-pattern", 1)]
    [InlineData("order: string\n        pattern: \"a\"", "fa-slot-variable", 0)]
    [InlineData("parcel: string\n        pattern: \"a\"", "fa-slot-variable", 1)]
    public void A_slot_has_a_pattern_that_can_be_run_and_a_variable(string slot, string code, int expected)
    {
        var text = Intents($"slots:\n    {slot}", "words:\n    - \"b\"");
        Assert.Equal(expected, Linted.Count(text, code));
        if (expected > 0) Assert.Equal(Severity.Warning, Linted.Single(text, code).Diagnostic.Severity);
    }

    [Fact]
    public void An_agent_has_so_many_intents()
    {
        static string Nodes(int count) => Linted.Config + "start_agent main:\n    description: \"M\"\n" + string.Concat(Enumerable.Range(0, count).Select(i => $"subagent n{i}:\n    description: \"N\"\n    intent:\n        words:\n            - \"w{i}\"\n"));
        Assert.DoesNotContain(Linted.Of(Nodes(25)), d => d.Message.Contains("intents are more", StringComparison.Ordinal));
        Assert.Contains(Linted.Of(Nodes(26)), d => d.Message.Contains("26 intents are more than one agent should carry (25)", StringComparison.Ordinal));
    }
}

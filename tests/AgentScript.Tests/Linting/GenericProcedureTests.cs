namespace AgentScript.Tests.Linting;

public sealed class GenericProcedureTests
{
    private const string Go = "transition to @subagent.main";

    [Theory]
    [InlineData("invalid-procedure-value", "reasoning:\n    instructions: §\"Be kind\"")]
    [InlineData("invalid-procedure-value", "reasoning:\n    instructions:\n        §- \"Be kind\"")]
    [InlineData("template-in-deterministic-procedure", "before_reasoning:\n    §| Hello")]
    [InlineData("template-in-deterministic-procedure", "after_reasoning: ->\n    if @variables.a == 1:\n        §| Hello")]
    [InlineData("template-in-deterministic-procedure", "before_reasoning: §| Hello")]
    [InlineData("syntax-error", "reasoning:\n    instructions: ->\n        §elif: 1")]
    public void A_slot_for_a_procedure_takes_the_statements_that_may_stand_there(string code, string body) =>
        MarkedScript.AssertReports(code, Severity.Error, MarkedScript.Node(body, "variables:\n    a: mutable number\n"));

    [Theory]
    [InlineData("invalid-procedure-value", "reasoning:\n    instructions: | Be kind")]
    [InlineData("invalid-procedure-value", "reasoning:\n    instructions:\n        | Be kind\n        set @variables.a = 1")]
    [InlineData("template-in-deterministic-procedure", "before_reasoning:\n    set @variables.a = 1")]
    [InlineData("template-in-deterministic-procedure", "reply: ->\n    | Hello")]
    public void Procedures_that_are_right_are_not_reported(string code, string body) => MarkedScript.AssertSilent(code, MarkedScript.Node(body));

    [Theory]
    [InlineData(Go + "\n§set @variables.a = 2\nset @variables.a = 3")]
    [InlineData("if @variables.a == 1:\n    " + Go + "\nelse:\n    " + Go + "\n§| Hi")]
    [InlineData("if @variables.a == 1:\n    " + Go + "\n    §| Hi")]
    [InlineData("run @actions.x\n    " + Go + "\n    §set @variables.a = 1")]
    public void What_stands_behind_a_transition_never_runs(string statements) =>
        MarkedScript.AssertReports("unreachable-code", Severity.Warning, MarkedScript.Instructions(statements));

    [Theory]
    [InlineData("if @variables.a == 1:\n    " + Go + "\n| Hi")]
    [InlineData("if @variables.a == 1:\n    " + Go + "\nelse if @variables.a == 2:\n    " + Go + "\n| Hi")]
    [InlineData("if @variables.a == 1:\n    " + Go + "\nelse:\n    | Stay\n| Hi")]
    [InlineData("| Hi\n" + Go)]
    public void What_may_still_run_is_not_reported(string statements) => MarkedScript.AssertSilent("unreachable-code", MarkedScript.Instructions(statements));

    [Theory]
    [InlineData("if @variables.a == 1:\n    §if @variables.a == 1:\n        §if @variables.a == 1:\n            | Hi")]
    [InlineData("if @variables.a == 1:\n    | Hi\nelse:\n    §if @variables.a == 2:\n        | Ho")]
    [InlineData("if @variables.a == 1:\n    run @actions.x\n        §if @outputs.y:\n            set @variables.a = 1")]
    [InlineData("run @actions.x\n    if @outputs.y:\n        §if @outputs.z:\n            set @variables.a = 1")]
    public void An_if_in_an_if_is_not_portable(string statements) =>
        MarkedScript.AssertReports("unsupported-nested-if", Severity.Error, MarkedScript.Instructions(statements));

    [Theory]
    [InlineData("if @variables.a == 1:\n    | Hi\nelse if @variables.a == 2:\n    | Ho\nif @variables.a == 3:\n    | Hum")]
    [InlineData("run @actions.x\n    if @outputs.y:\n        set @variables.a = 1")]
    public void An_if_beside_an_if_is_fine(string statements) => MarkedScript.AssertSilent("unsupported-nested-if", MarkedScript.Instructions(statements));

    [Theory]
    [InlineData("transition-missing-target", "§transition")]
    [InlineData("transition-multiple-targets", "§transition to @subagent.main, to @subagent.main")]
    [InlineData("constraint-resolved-type", "transition to §@variables.a")]
    [InlineData("constraint-resolved-type", "run §@utils.escalate")]
    public void A_transition_goes_to_one_node(string code, string statement) =>
        MarkedScript.AssertReports(code, Severity.Error, MarkedScript.Instructions(statement));

    [Theory]
    [InlineData("transition-missing-target")]
    [InlineData("transition-multiple-targets")]
    [InlineData("constraint-resolved-type")]
    public void A_transition_to_a_node_is_fine(string code) => MarkedScript.AssertSilent(code, MarkedScript.Instructions(Go));

    [Theory]
    [InlineData("go: §@variables.a")]
    [InlineData("go: §@utils.teleport")]
    public void A_tool_is_something_that_can_be_called(string tool) =>
        MarkedScript.AssertReports("constraint-resolved-type", Severity.Error, MarkedScript.Node("reasoning:\n    actions:\n        " + tool));

    [Theory]
    [InlineData("go: @utils.transition to @subagent.main")]
    [InlineData("go: @utils.escalate")]
    [InlineData("go: @utils.setVariables")]
    [InlineData("go: @utils.end_session")]
    [InlineData("go: @subagent.main")]
    [InlineData("go: @connected_subagent.x")]
    public void Actions_nodes_agents_and_utils_can_be_called(string tool) =>
        MarkedScript.AssertSilent("constraint-resolved-type", MarkedScript.Node("reasoning:\n    actions:\n        " + tool));

    [Theory]
    [InlineData("run @actions.x\n    with p = 1\n    §with p = 2", "with §p")]
    [InlineData("run @actions.x\n    set @variables.a = 1\n    §set @variables.a = 2", "")]
    public void The_same_clause_twice_is_a_warning(string statements, string mark)
    {
        var text = mark.Length == 0 ? statements : statements.Replace("§with p", mark, StringComparison.Ordinal);
        MarkedScript.AssertReports("duplicate-clause", Severity.Warning, MarkedScript.Instructions(text));
    }

    [Theory]
    [InlineData("run @actions.x\n    with p = 1\n    with q = 2\n    set @variables.a = 1\n    set @variables.b = 2\nrun @actions.x\n    with p = 1")]
    [InlineData("run @actions.x\n    if @outputs.y:\n        set @variables.a = 1\n    else:\n        set @variables.a = 2")]
    public void Different_clauses_are_fine(string statements) => MarkedScript.AssertSilent("duplicate-clause", MarkedScript.Instructions(statements));
}

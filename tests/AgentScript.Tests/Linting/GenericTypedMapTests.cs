namespace AgentScript.Tests.Linting;

public sealed class GenericTypedMapTests
{
    [Theory]
    [InlineData("missing-type", "variables:\n    §x:\n    y: mutable string\n")]
    [InlineData("missing-type-keyword", "variables:\n    x: §\"text\"\n    y: §12\n")]
    [InlineData("unknown-type", "variables:\n    x: mutable §strng\n    y: §whatever\n    z: mutable list[§strng]\n")]
    [InlineData("nested-list-type", "variables:\n    x: mutable list[§list[string]]\n")]
    [InlineData("invalid-type-parameter", "variables:\n    x: mutable list[§3]\n")]
    [InlineData("invalid-type-parameter", "variables:\n    x: mutable §list\n")]
    [InlineData("unexpected-type-parameters", "variables:\n    x: mutable string[§number]\n")]
    [InlineData("invalid-modifier", "variables:\n    x: §mutabel string = \"\"\n")]
    [InlineData("composite-key", "variables:\n    §first last: mutable string\n")]
    [InlineData("empty-field-name", "variables:\n    §\"\": mutable string\n")]
    [InlineData("invalid-key-pattern", "variables:\n    §x__c: mutable string\n    §_y: mutable string\n    §z_: mutable string\n")]
    [InlineData("invalid-key-pattern", "variables:\n    §a2345678901234567890123456789012345678901234567890123456789012345678901234567890X: mutable string\n")]
    [InlineData("reserved-name", "variables:\n    §number: mutable string\n    §linked: mutable string\n")]
    [InlineData("duplicate-name", "variables:\n    x: mutable string\n    §x: mutable number\n")]
    [InlineData("unknown-field", "variables:\n    x: mutable string\n        §defalt: \"a\"\n")]
    public void A_declaration_that_is_wrong_is_an_error(string code, string script) => MarkedScript.AssertReports(code, Severity.Error, script);

    [Theory]
    [InlineData("reserved-name", "inputs:\n    §id: string")]
    [InlineData("unknown-type", "inputs:\n    x: §text")]
    [InlineData("empty-block", "§inputs:")]
    [InlineData("empty-block", "§outputs:")]
    [InlineData("unknown-field", "outputs:\n    x: string\n        §is_user_input: True")]
    public void Inputs_and_outputs_are_declarations_too(string code, string inside) =>
        MarkedScript.AssertReports(code, Severity.Error, Action(inside));

    [Theory]
    [InlineData("missing-type", "variables:\n    x: mutable string\n")]
    [InlineData("missing-type-keyword", "variables:\n    x: string = \"a\"\n")]
    [InlineData("unknown-type", "variables:\n    a: mutable string\n    b: mutable number\n    c: mutable boolean\n    d: mutable object\n    e: mutable currency\n    f: mutable date\n    g: mutable datetime\n    h: mutable time\n    i: mutable timestamp\n    j: integer\n    k: long\n    l: list[object]\n")]
    [InlineData("nested-list-type", "variables:\n    x: mutable list[string]\n")]
    [InlineData("invalid-type-parameter", "variables:\n    x: mutable list[number]\n")]
    [InlineData("unexpected-type-parameters", "variables:\n    x: mutable list[number]\n")]
    [InlineData("invalid-modifier", "variables:\n    x: linked string\n        source: @MessagingSession.Id\n    y: mutable string\n")]
    [InlineData("composite-key", "variables:\n    first_last: mutable string\n")]
    [InlineData("empty-field-name", "variables:\n    x: mutable string\n")]
    [InlineData("invalid-key-pattern", "variables:\n    Customer_Tier_c: mutable string\n")]
    [InlineData("reserved-name", "variables:\n    number_2: mutable string\n")]
    [InlineData("duplicate-name", "variables:\n    x: mutable string\n    X: mutable string\n")]
    public void A_declaration_that_is_right_is_not_reported(string code, string script) => MarkedScript.AssertSilent(code, script);

    [Theory]
    [InlineData("invalid-key-pattern", "inputs:\n    \"Input:Question\": string")]
    [InlineData("empty-block", "inputs:\n    x: string")]
    [InlineData("missing-type-keyword", "inputs:\n    token: @variables.token")]
    public void Inputs_may_have_the_names_and_bound_values_that_targets_want(string code, string inside) => MarkedScript.AssertSilent(code, Action(inside));

    [Fact]
    public void The_type_id_is_deprecated() => MarkedScript.AssertReports("deprecated-field", Severity.Warning, Action("inputs:\n    x: §id\n    y: list[§id]\n    z: string"));

    [Fact]
    public void Response_formats_may_say_their_types_below() => MarkedScript.AssertSilent(
        "missing-type",
        "connection messaging:\n    response_formats:\n        choices:\n            description: \"d\"\n            inputs:\n                options:\n                    type: list\n                    value: string\n                    min_items: 2\n");

    private static string Action(string inside) =>
        MarkedScript.Node("actions:\n    get:\n        target: \"flow://Get\"\n        description: \"d\"\n        " + inside.Replace("\n", "\n        ", StringComparison.Ordinal));
}

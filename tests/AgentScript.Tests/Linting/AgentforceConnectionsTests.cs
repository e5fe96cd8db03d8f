namespace AgentScript.Tests.Linting;

public sealed class AgentforceConnectionsTests
{
    [Theory]
    [InlineData("messaging", "", "connection-missing-required-fields", 1)]
    [InlineData("messaging", "adaptive_response_allowed: True", "connection-missing-required-fields", 0)]
    [InlineData("messaging", "outbound_route_type: \"OmniChannelFlow\"", "connection-missing-paired-field", 1)]
    [InlineData("service_email", "outbound_route_name: \"flow://R\"", "connection-missing-paired-field", 1)]
    [InlineData("messaging", "outbound_route_name: \"flow://R\"\noutbound_route_type: \"OmniChannelFlow\"", "connection-missing-paired-field", 0)]
    [InlineData("telephony", "outbound_route_name: \"flow://R\"", "connection-missing-paired-field", 0)]
    [InlineData("slack", "escalation_message: \"Wait\"", "connection-disallowed-field", 1)]
    [InlineData("slack", "adaptive_response_allowed: True", "connection-disallowed-field", 0)]
    [InlineData("service_email", "escalation_message: \"Wait\"", "connection-disallowed-field", 1)]
    [InlineData("messaging", "escalation_message: \"Wait\"", "connection-disallowed-field", 0)]
    [InlineData("messaging", "inputs:\n    a: string", "connection-field-not-used", 1)]
    [InlineData("customer_web_client", "inputs:\n    a: string", "connection-field-not-used", 1)]
    [InlineData("service_email", "inputs:\n    a: string", "connection-field-not-used", 0)]
    [InlineData("service_email", "inputs:\n    a: object", "connection-input-invalid-type", 1)]
    [InlineData("service_email", "inputs:\n    a: list[string]", "connection-input-invalid-type", 1)]
    [InlineData("service_email", "inputs:\n    a: number = 3", "connection-input-invalid-type", 0)]
    [InlineData("service_email", "inputs:\n    a: string\n        label: \"A\"", "connection-input-invalid-property", 1)]
    [InlineData("service_email", "inputs:\n    a: string\n        description: \"A\"", "connection-input-invalid-property", 0)]
    [InlineData("messaging", "reasoning:\n    response_actions:\n        a: @actions.x", "response-action-invalid-reference", 1)]
    [InlineData("messaging", "reasoning:\n    response_actions:\n        a: @response_formats.x", "response-action-invalid-reference", 0)]
    public void A_connection_has_the_fields_of_its_surface(string name, string fields, string code, int expected)
    {
        var text = Linted.Config + $"connection {name}:\n{Linted.Indent(fields, 4)}\n";
        Assert.Equal(expected, Linted.Count(text, code));
        if (expected > 0) Assert.Equal(code == "connection-field-not-used" ? Severity.Warning : Severity.Error, Linted.Single(text, code).Diagnostic.Severity);
    }

    [Theory]
    [InlineData("target: \"Box\"", "response-format-invalid-target", 1)]
    [InlineData("target: \"ftp://Box\"", "response-format-unsupported-target-scheme", 1)]
    [InlineData("target: \"system://Box\"", "response-format-unknown-system-target", 1)]
    [InlineData("target: \"system://Box\"\ninputs:\n    a: string", "response-format-inputs-ignored-for-target", 1)]
    [InlineData("inputs:\n    a: object", "response-format-object-missing-fields", 1)]
    [InlineData("inputs:\n    a:\n        type: object", "response-format-object-missing-fields", 1)]
    [InlineData("inputs:\n    a:\n        type: string\n        fields:\n            b: string", "response-format-fields-on-non-object", 1)]
    [InlineData("inputs:\n    a:\n        type: list", "response-format-list-missing-value", 1)]
    [InlineData("inputs:\n    a: list[object] = [{\"a\": 1}]", "response-format-list-default-non-primitive", 1)]
    [InlineData("inputs:\n    a: object = {}\n        schema: \"Card\"", "response-format-invalid-schema-uri", 1)]
    [InlineData("inputs:\n    a: object = {}\n        schema: \"lwc://Card\"", "response-format-unsupported-schema-type", 1)]
    [InlineData("inputs:\n    a: object\n        schema: \"messaging_component://Card\"", "response-format-messaging-component-missing-default", 1)]
    [InlineData("inputs:\n    a: object = {}\n        schema: \"messaging_component://Card\"\n    b: string", "response-format-schema-input-not-exclusive", 1)]
    [InlineData("inputs:\n    a:\n        type: object\n        fields:\n            b: string\n                schema: \"messaging_component://Card\"", "response-format-nested-schema", 1)]
    public void A_response_format_is_checked(string format, string code, int expected)
    {
        Assert.Equal(expected, Linted.Count(Format("messaging", format), code));
        const string Good = "target: \"apex://Box\"\ninputs:\n    a:\n        type: object\n        fields:\n            b: string\n    c: list[string] = [\"x\", \"y\"]\n    d:\n        type: list\n        value: string";
        Assert.Equal(0, Linted.Count(Format("messaging", Good), code));
    }

    [Fact]
    public void A_messaging_component_is_shown_in_messaging_alone()
    {
        const string Component = "inputs:\n    a: object = {}\n        schema: \"messaging_component://Card\"";
        Assert.Equal(1, Linted.Count(Format("telephony", Component), "response-format-messaging-component-wrong-surface"));
        Assert.DoesNotContain(Linted.Of(Format("messaging", Component)), d => d.Code.StartsWith("response-format", StringComparison.Ordinal));
    }

    private static string Format(string connection, string format) =>
        Linted.Config + $"connection {connection}:\n    response_formats:\n        box:\n            description: \"A box\"\n{Linted.Indent(format, 12)}\n";
}

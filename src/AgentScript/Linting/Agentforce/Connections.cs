using AgentScript.Model;
using AgentScript.Syntax;

namespace AgentScript.Linting.Agentforce;

/// <summary>The <c>connection-…</c> family: what each surface takes.</summary>
internal sealed class Connections : ILintPass
{
    public void Run(LintContext context)
    {
        foreach (var connection in context.Script.Connections)
        {
            if (connection.Fields.IsEmpty)
            {
                context.Error("connection-missing-required-fields", $"Connection '{connection.Name}' says nothing: add a field such as 'adaptive_response_allowed', or remove it.", connection.Syntax);
                continue;
            }
            Route(context, connection);
            Fields(context, connection);
            Inputs(context, connection);
        }
    }

    private static void Route(LintContext context, Connection connection)
    {
        if (connection.Name is not ("messaging" or "service_email")) return;
        var (type, name) = (connection.Fields.ContainsKey("outbound_route_type"), connection.Fields.ContainsKey("outbound_route_name"));
        if (type == name) return;
        context.Error("connection-missing-paired-field", $"Connection '{connection.Name}' has 'outbound_route_{(type ? "type" : "name")}' and needs 'outbound_route_{(type ? "name" : "type")}' with it.", connection.Syntax.Content());
    }

    private static void Fields(LintContext context, Connection connection)
    {
        foreach (var member in connection.Syntax.Members())
        {
            if (member is not EntrySyntax field) continue;
            var name = field.Key.First.Text;
            if ((connection.Name == "slack" && name != "adaptive_response_allowed") || (connection.Name == "service_email" && name == "escalation_message"))
            {
                context.Error("connection-disallowed-field", $"Connection '{connection.Name}' takes no '{name}'.", field);
            }
            else if (connection.Name is "messaging" or "customer_web_client" && name == "inputs")
            {
                context.Warning("connection-field-not-used", $"The inputs of connection '{connection.Name}' are read by nothing.", field.Content());
            }
        }
    }

    private static void Inputs(LintContext context, Connection connection)
    {
        foreach (var member in connection.Fields.GetValueOrDefault("inputs").Members())
        {
            if (member is not EntrySyntax input) continue;
            if (InputType.Of(input) is { } type && type is not ("string" or "number" or "boolean"))
            {
                context.Error("connection-input-invalid-type", $"Input '{input.Key.Text}' is a {type}: a connection's input is a string, number or boolean.", input);
            }
            foreach (var below in input.Members())
            {
                if (below is EntrySyntax property && property.Key.First.Text != "description")
                {
                    context.Error("connection-input-invalid-property", $"A connection's input has only a 'description', no '{property.Key.Text}'.", property);
                }
            }
        }
    }
}

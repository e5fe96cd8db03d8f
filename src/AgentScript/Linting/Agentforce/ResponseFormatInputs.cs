using AgentScript.Model;
using AgentScript.Syntax;

namespace AgentScript.Linting.Agentforce;

/// <summary>The <c>response-format-…</c> family: declarations in the manner of JSON Schema. Depth is bounded by the parser's own limit.</summary>
internal static class ResponseFormatInputs
{
    public static void Check(LintContext context, Connection connection, EntrySyntax inputs)
    {
        var count = 0;
        EntrySyntax? component = null;
        foreach (var member in inputs.Members())
        {
            if (member is not EntrySyntax input) continue;
            count++;
            Shape(context, input);
            if (input.Field("schema") is not { } schema) continue;
            component ??= input;
            Component(context, connection, input, schema);
        }
        if (component is not null && count > 1)
        {
            context.Error("response-format-schema-input-not-exclusive", $"'{component.Key.Text}' is a whole messaging component: it must be the only input.", component);
        }
    }

    private static void Component(LintContext context, Connection connection, EntrySyntax input, EntrySyntax schema)
    {
        if (schema.Value?.LiteralText() is { } text)
        {
            if (!TargetUri.TryParse(text, out var uri))
            {
                context.Error("response-format-invalid-schema-uri", $"'{text}' is no schema: it is written 'messaging_component://NAME'.", schema.Value);
                return;
            }
            if (!uri.Is("messaging_component"))
            {
                context.Error("response-format-unsupported-schema-type", $"'{uri.Scheme}' is no kind of schema here: it is 'messaging_component://NAME'.", schema.Value);
                return;
            }
        }
        if (InputType.Default(input) is null) context.Error("response-format-messaging-component-missing-default", $"'{input.Key.Text}' is a messaging component and needs its content as a default.", input);
        if (connection.Name != "messaging") context.Error("response-format-messaging-component-wrong-surface", $"A messaging component can be shown in connection 'messaging' alone, not in '{connection.Name}'.", schema);
    }

    private static void Shape(LintContext context, EntrySyntax input)
    {
        var type = InputType.Of(input);
        var fields = input.Field("fields");
        if (fields is not null && type is not (null or "object"))
        {
            context.Error("response-format-fields-on-non-object", $"'{input.Key.Text}' is a {type}: only an object has 'fields'.", fields);
        }
        if (type == "object" && fields is null && input.Field("schema") is null)
        {
            context.Warning("response-format-object-missing-fields", $"'{input.Key.Text}' is an object of no known shape: add 'fields'.", input);
        }
        if (type == "list" && input.Field("value") is null)
        {
            context.Error("response-format-list-missing-value", $"'{input.Key.Text}' is a list of nothing: add 'value: string', or write 'list[string]'.", input);
        }
        if (InputType.Default(input) is ListSyntax list) Elements(context, list);
        foreach (var member in fields.Members())
        {
            if (member is not EntrySyntax field) continue;
            if (field.Field("schema") is { } nested) context.Error("response-format-nested-schema", $"Only an input itself has a 'schema', not its field '{field.Key.Text}'.", nested);
            Shape(context, field);
        }
    }

    private static void Elements(LintContext context, ListSyntax list)
    {
        foreach (var item in list.Items)
        {
            if (item is StringSyntax or NumberSyntax or BooleanSyntax or UnarySyntax { Operand: NumberSyntax }) continue;
            context.Error("response-format-list-default-non-primitive", "A list's default consists of strings, numbers and booleans.", item);
        }
    }
}

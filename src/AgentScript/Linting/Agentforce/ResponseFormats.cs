using AgentScript.Model;
using AgentScript.Syntax;

namespace AgentScript.Linting.Agentforce;

/// <summary><c>response-action-invalid-reference</c>, and the targets and inputs of response formats.</summary>
internal sealed class ResponseFormats : ILintPass
{
    private static readonly string[] Schemes = ["apex", "flow", "standardInvocableAction", "prompt", "generatePromptResponse", "system"];

    public void Run(LintContext context)
    {
        foreach (var connection in context.Script.Connections)
        {
            foreach (var member in connection.Fields.GetValueOrDefault("reasoning").Field("response_actions").Members())
            {
                if (member is EntrySyntax action && action.Lone() is not ReferenceSyntax { Namespace: "response_formats", Member: not null })
                {
                    context.Error("response-action-invalid-reference", $"'{action.Key.Text}' must name a response format, as '@response_formats.NAME'.", action);
                }
            }
            foreach (var member in connection.Fields.GetValueOrDefault("response_formats").Members())
            {
                if (member is EntrySyntax format) Format(context, connection, format);
            }
        }
    }

    private static void Format(LintContext context, Connection connection, EntrySyntax format)
    {
        var inputs = format.Field("inputs");
        if (format.Field("target")?.Value is { } place && place.LiteralText() is { } target) Target(context, place, target, inputs);
        if (inputs is not null) ResponseFormatInputs.Check(context, connection, inputs);
    }

    private static void Target(LintContext context, SyntaxNode place, string target, EntrySyntax? inputs)
    {
        if (!TargetUri.TryParse(target, out var uri))
        {
            context.Error("response-format-invalid-target", $"'{target}' is no target: it is written 'apex://NAME'.", place);
        }
        else if (!uri.IsOneOf(Schemes))
        {
            context.Error("response-format-unsupported-target-scheme", $"'{uri.Scheme}' is no target of a response format; there are {string.Join(", ", Schemes)}.", place);
        }
        else if (uri.Is("system"))
        {
            context.Warning("response-format-unknown-system-target", $"'{target}' is the vendor's own and not known here.", place);
            if (inputs is not null) context.Warning("response-format-inputs-ignored-for-target", $"The inputs are ignored: '{target}' has its own.", inputs.Content());
        }
    }
}

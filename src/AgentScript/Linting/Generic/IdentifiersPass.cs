namespace AgentScript.Linting.Generic;

/// <summary>Bare words where a value is expected.</summary>
internal sealed class IdentifiersPass : ILintPass
{
    public void Run(LintContext context)
    {
        foreach (var (identifier, _) in context.Uses.Identifiers)
        {
            var (code, message) = identifier.Name.ToLowerInvariant() switch
            {
                "none" => ("identifier-confusable-none", $"'{identifier.Name}' is no value; write None."),
                "true" => ("identifier-confusable-boolean", $"'{identifier.Name}' is no value; write True."),
                "false" => ("identifier-confusable-boolean", $"'{identifier.Name}' is no value; write False."),
                "null" => ("null-not-allowed", $"'{identifier.Name}' is no value; write None."),
                _ => ("unknown-identifier", Unknown(context, identifier.Name)),
            };
            context.Error(code, message, identifier);
        }
    }

    private static string Unknown(LintContext context, string name) => context.Symbols.Variable(name) is not null
        ? $"'{name}' alone is no value; write @variables.{name}."
        : $"'{name}' alone is no value; write \"{name}\" for a text, @variables.{name} for a variable.";
}

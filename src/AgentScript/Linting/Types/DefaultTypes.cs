using AgentScript.Syntax;

namespace AgentScript.Linting.Types;

/// <summary>
/// <c>variable-default-type-mismatch</c>. The vendor's linter also reports every default of a <c>list[T]</c>, since a list literal
/// has no element type there; so does this one, except in a file of our extension.
/// </summary>
internal sealed class DefaultTypes : ILintPass
{
    public void Run(LintContext context)
    {
        foreach (var variable in context.Script.Variables)
        {
            if (variable.Declaration.Default is not { } value || TypeName.Of(variable.Declaration) is not { } declared) continue;
            if (context.TypeOf(value, null) is not { } given || declared.Fits(given)) continue;
            var isList = declared.IsList && value is ListSyntax;
            if (isList && context.Script.IsExtended) continue;
            var note = isList ? " For a list of the right elements this can be ignored." : "";
            context.Warning("variable-default-type-mismatch", $"Variable '{variable.Name}' is a {declared}, and its default a {given}.{note}", value);
        }
    }
}

using AgentScript.Linting.Uses;
using AgentScript.Syntax;

namespace AgentScript.Linting.Generic;

/// <summary>References to what the script does not declare.</summary>
internal sealed class UndefinedReferencesPass : ILintPass
{
    public void Run(LintContext context)
    {
        var names = new DeclaredNames(context.Script);
        foreach (var use in context.Uses.References)
        {
            if (use.Syntax.Member is not { } member || Candidates(names, use) is not { } candidates || candidates.Contains(member)) continue;
            var meant = Suggestion.DidYouMean(member, candidates);
            context.Error("undefined-reference", $"{use.Syntax} is not declared{Where(use)}.{meant}", use.Syntax);
        }
    }

    private static HashSet<string>? Candidates(DeclaredNames names, ReferenceUse use)
    {
        if (use.Syntax.Namespace != "actions") return names.In(use.Syntax.Namespace);
        if (use.Place.Node is not { } node) return null;
        return use.InTemplate ? names.Tools(node) : names.Actions(node);
    }

    private static string Where(ReferenceUse use) => (use.Syntax.Namespace, use.Place.Node) switch
    {
        ("actions", { Name: var node }) => $" in '{node}'",
        _ => "",
    };
}

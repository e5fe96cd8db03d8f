using AgentScript.Linting.Uses;
using AgentScript.Syntax;

namespace AgentScript.Linting.Generic;

/// <summary>References to what the script does not declare.</summary>
internal sealed class UndefinedReferencesPass : ILintPass
{
    /// <summary>Names compared before a script gets no more suggestions: enough for any script a person wrote.</summary>
    private const int Comparisons = 100_000;

    public void Run(LintContext context)
    {
        var compared = 0;
        var names = new DeclaredNames(context.Script);
        foreach (var use in context.Uses.References)
        {
            if (use.Syntax.Member is not { } member || Candidates(context, names, use) is not { } candidates || candidates.Contains(member)) continue;
            var meant = compared < Comparisons ? Suggestion.DidYouMean(member, candidates) : "";
            compared = Math.Min(Comparisons, compared + candidates.Count);
            context.Error("undefined-reference", $"{use.Syntax} is not declared{Where(use)}.{meant}", use.Syntax);
        }
    }

    /// <summary>Null where nothing is checked: the namespace has no block, or another pass does (what a tool sets from its outputs).</summary>
    private static HashSet<string>? Candidates(LintContext context, DeclaredNames names, ReferenceUse use)
    {
        var place = use.Place;
        return (use.Syntax.Namespace, place) switch
        {
            ("actions", { Node: { } node }) => use.InTemplate ? names.Tools(node) : names.Actions(node),
            ("actions", _) => null,
            ("inputs" or "response_formats", { Block.Key.First.Text: "connection" }) => names.Below(place.Block, use.Syntax.Namespace),
            ("outputs", { Run: null }) when use.Role == UseRole.SetValue => null,
            ("outputs", { IsCallback: true, Node: { } node, Called: { Namespace: "actions", Member: { } called } }) => names.Outputs(context.Symbols.Action(node, called)),
            (var ns, _) => names.In(ns),
        };
    }

    private static string Where(ReferenceUse use) => (use.Syntax.Namespace, use.Place.Node) switch
    {
        ("actions", { Name: var node }) => $" in '{node}'",
        _ => "",
    };
}

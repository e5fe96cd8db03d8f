using AgentScript.Linting.Uses;
using AgentScript.Model;
using AgentScript.Schema;
using AgentScript.Syntax;

namespace AgentScript.Linting;

/// <summary>One run of the linter over one script: what the passes read, and where they report.</summary>
internal sealed class LintContext(Script script)
{
    private readonly List<Diagnostic> diagnostics = [.. script.Tree.Diagnostics];

    public Script Script { get; } = script;

    public SyntaxTree Tree => Script.Tree;

    /// <summary>agentscript, agentforce, or a name nobody knows; lower case.</summary>
    public string DialectName => Script.Dialect;

    public bool IsAgentforce => DialectName != "agentscript";

    /// <summary>The tables of the dialect; null for a dialect that has none here.</summary>
    public Dialect? Schema { get; } = Dialect.Find(script.Dialect);

    /// <summary>Every reference, statement and template of the script with its place, gathered in one walk.</summary>
    public ScriptUses Uses { get; } = UseWalk.Over(script, Dialect.Find(script.Dialect));

    /// <summary>What is declared, by name.</summary>
    public Symbols Symbols => field ??= new Symbols(Script);

    public void Report(Severity severity, string code, string message, SyntaxNode node) => Report(severity, code, message, node.Start, node.End);

    public void Report(Severity severity, string code, string message, int start, int end, string? hint = null) =>
        diagnostics.Add(new Diagnostic(severity, code, message, start, end) { Hint = hint });

    public void Error(string code, string message, SyntaxNode node) => Report(Severity.Error, code, message, node);

    public void Warning(string code, string message, SyntaxNode node) => Report(Severity.Warning, code, message, node);

    public void Information(string code, string message, SyntaxNode node) => Report(Severity.Information, code, message, node);

    /// <summary>All that was reported, in the order of the text, then of the codes.</summary>
    public Diagnostic[] Sorted()
    {
        Diagnostic[] sorted = [.. diagnostics];
        Array.Sort(sorted, static (a, b) => a.Start != b.Start ? a.Start.CompareTo(b.Start) : string.CompareOrdinal(a.Code, b.Code));
        return sorted;
    }
}

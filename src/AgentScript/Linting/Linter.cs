using System.Collections.Immutable;
using System.Runtime.InteropServices;
using AgentScript.Linting.Generic;
using AgentScript.Model;

namespace AgentScript.Linting;

/// <summary>Everything there is to say about a script. Advice: a script with errors still loads.</summary>
public static class Linter
{
    /// <summary>Syntax errors, what the dialect's schema does not allow, and what the passes find; by place, then by code. Of a file in a dialect without tables: its syntax, and that the dialect is unknown.</summary>
    public static ImmutableArray<Diagnostic> Lint(Script script)
    {
        var context = new LintContext(script);
        new DialectPass().Run(context);
        if (context.Schema is not null)
        {
            Run(GenericPasses.All, context);
            Run(AgentforcePasses.All, context);
            Run(OwnPasses.All, context);
        }
        return ImmutableCollectionsMarshal.AsImmutableArray(context.Sorted());
    }

    /// <summary>One line for one file: <c>{"file","dialect","diagnostics":[{"severity","code","range":{"start":{"line","character"},"end":…},"message"}]}</c>, lines and characters counted from 0.</summary>
    public static string ToJson(Script script, ImmutableArray<Diagnostic> diagnostics) =>
        LintJson.Write(script.Tree.Source.Path ?? "script", script.Dialect, script.Tree.Source, diagnostics.AsSpan());

    private static void Run(ReadOnlySpan<ILintPass> passes, LintContext context)
    {
        foreach (var pass in passes) pass.Run(context);
    }
}

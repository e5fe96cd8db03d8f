using System.Collections.Immutable;
using AgentScript;
using AgentScript.Model;

namespace FunctionsAgent.Agents;

/// <summary>
/// Agent Script of a package. Scripts of Agentforce run in production with lint errors, so what keeps one from being
/// served is little: it cannot be read, it has nowhere to begin, or it calls what no tool declares. The rest is <c>agent lint</c>'s.
/// </summary>
public sealed class ScriptCompiler : IScriptCompiler
{
    public (IFlow? Flow, ImmutableArray<PackageError> Errors) Compile(ScriptSource source)
    {
        var script = Script.Parse(source.Text, source.File);
        var errors = ImmutableArray.CreateBuilder<PackageError>();
        foreach (var error in script.Tree.Diagnostics.Where(d => d.Severity == Severity.Error)) Add(error.Start, error.Message);
        if (script.Start is null) Add(0, "The script has no start_agent: 'start_agent NAME:' with a description and a reply or instructions is expected.");
        foreach (var action in script.Nodes.SelectMany(n => n.Actions))
        {
            if (action.Target is not { } target || source.Targets is not { } known || known.Contains(target)) continue;
            var at = action.Syntax.Body is AgentScript.Syntax.MappingSyntax body
                ? body.Members.OfType<AgentScript.Syntax.EntrySyntax>().FirstOrDefault(e => e.Key.Text == "target")?.Value?.Start : null;
            Add(at ?? action.Syntax.Start, $"The action '{action.Name}' calls '{target}', which is the target of no file in tools/. {Declared(known)}");
        }
        return errors.Count > 0 ? (null, errors.ToImmutable()) : (new ScriptFlow(script, script.Name ?? source.Agent), []);

        void Add(int offset, string message)
        {
            var at = script.Tree.Source.At(offset);
            errors.Add(new(source.File, at.Line + 1, at.Character + 1, message));
        }
    }

    private static string Declared(ImmutableHashSet<string> targets) =>
        targets.Count == 0 ? "There is none yet." : $"There are {string.Join(", ", targets.Order(StringComparer.Ordinal).Take(8))}.";
}

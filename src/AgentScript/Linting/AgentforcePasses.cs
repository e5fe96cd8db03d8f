using AgentScript.Linting.Agentforce;
using AgentScript.Linting.Types;

namespace AgentScript.Linting;

/// <summary>Types of actions, variables and conditions, then what the agentforce dialect adds, in the order they run.</summary>
internal static class AgentforcePasses
{
    public static ReadOnlySpan<ILintPass> All => Passes;

    private static readonly ILintPass[] Passes =
    [
        new MissingActionReference(), new ActionInputs(), new ActionOutputs(), new ConditionTypes(), new DefaultTypes(), new SetVariables(), new TemplateWords(),
        new AgentforceOnly(
        [
            new AgentNames(), new AgentUsers(), new AgentTypeRules(), new VariableRules(), new ComplexTypes(), new Targets(), new RouterNodes(), new SystemMessages(),
            new ConnectedSubagents(), new NodeVariants(), new Connections(), new ResponseFormats(), new LanguageSettings(),
        ]),
    ];

    private sealed class AgentforceOnly(ILintPass[] passes) : ILintPass
    {
        public void Run(LintContext context)
        {
            if (!context.IsAgentforce) return;
            foreach (var pass in passes) pass.Run(context);
        }
    }
}

using AgentScript.Model;
using AgentScript.Syntax;

namespace AgentScript.Linting.Agentforce;

/// <summary><c>agent-type-not-allowed</c>, and what only an employee agent may have or may not have.</summary>
internal sealed class AgentTypeRules : ILintPass
{
    public void Run(LintContext context)
    {
        var config = context.Tree.Block("config");
        if (config.Field("agent_type") is { } entry && context.Script.ConfigText("agent_type") is { } type && !AgentTypes.All.Contains(type, StringComparer.OrdinalIgnoreCase))
        {
            context.Error("agent-type-not-allowed", $"'{type}' is no agent type; there are {string.Join(", ", AgentTypes.All)}.", entry.Lone() ?? entry);
        }
        foreach (var member in config.Members())
        {
            if (member is EntrySyntax parameter && parameter.Key.First.Text == "additional_parameter__disable_graph_runtime")
            {
                context.Error("disabled-additional-parameter", "'additional_parameter__disable_graph_runtime' cannot be set: remove it.", parameter);
            }
        }
        if (!context.Script.Is(AgentTypes.Employee))
        {
            Not(context, context.Tree.Block("system").Field("recommended_prompts"), "recommended-prompts-agent-type", "Only an employee agent recommends prompts: remove them, or make it an AgentforceEmployeeAgent.");
            return;
        }
        var access = context.Tree.Block("access");
        Not(context, access.Field("sharing_policy"), "access-sharing-policy-not-allowed", "An employee agent sees what its user sees: remove 'sharing_policy'.");
        Not(context, access.Field("verified_customer_record_access"), "access-verified-customer-record-access-not-allowed", "An employee agent has no customers to verify: remove 'verified_customer_record_access'.");
    }

    private static void Not(LintContext context, EntrySyntax? entry, string code, string message)
    {
        if (entry is not null) context.Error(code, message, entry.Content());
    }
}

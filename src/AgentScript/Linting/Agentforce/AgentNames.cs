using AgentScript.Syntax;

namespace AgentScript.Linting.Agentforce;

/// <summary><c>config-missing-agent-name</c> and <c>config-duplicate-agent-name</c>: one of <c>developer_name</c> and <c>agent_name</c>.</summary>
internal sealed class AgentNames : ILintPass
{
    public void Run(LintContext context)
    {
        if (context.Tree.Block("config") is not { } config) return;
        var developer = config.Field("developer_name");
        var agent = config.Field("agent_name");
        if (developer is null && agent is null)
        {
            context.Error("config-missing-agent-name", "The agent has no name: add 'developer_name: \"NAME\"' to 'config'.", config.Content());
        }
        else if (developer is not null && agent is not null)
        {
            context.Error("config-duplicate-agent-name", "'developer_name' and 'agent_name' are the same thing: keep one.", config.Content());
        }
    }
}

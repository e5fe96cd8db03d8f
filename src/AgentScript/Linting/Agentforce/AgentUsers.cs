using AgentScript.Model;
using AgentScript.Syntax;

namespace AgentScript.Linting.Agentforce;

/// <summary>The <c>config-…-default-agent-user</c> family: whom a service agent acts as.</summary>
internal sealed class AgentUsers : ILintPass
{
    public void Run(LintContext context)
    {
        var config = context.Tree.Block("config");
        var old = config.Field("default_agent_user");
        var access = context.Tree.Block("access").Field("default_agent_user");
        if (old is not null && access is not null)
        {
            context.Warning("config-default-agent-user-conflict", "'default_agent_user' is set in 'config' and in 'access': keep the one in 'access'.", old);
        }
        if (config is not null && old is null && access is null && context.Script.Is(AgentTypes.Service))
        {
            context.Error("config-missing-default-agent-user", "A service agent acts as a user: name it with 'access: default_agent_user: \"USER\"'.", config.Content());
        }
        if (context.Script.Is(AgentTypes.Employee)) return;
        Given(context, old);
        Given(context, access);
    }

    private static void Given(LintContext context, EntrySyntax? user)
    {
        if (user?.Lone() is NoneSyntax none) context.Error("config-invalid-default-agent-user-none", "Only an employee agent can have no user: name one, or make it an AgentforceEmployeeAgent.", none);
    }
}

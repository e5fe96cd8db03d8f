using AgentScript.Model;
using AgentScript.Syntax;

namespace AgentScript.Linting.Agentforce;

/// <summary><c>invalid-action-target</c>, <c>placeholder-action-target</c> and <c>invalid-skill-target</c>.</summary>
internal sealed class Targets : ILintPass
{
    private static readonly string[] Schemes =
    [
        "flow", "apex", "standardInvocableAction", "externalService", "api", "apexRest", "auraEnabled", "cdpMlPrediction", "createCatalogItemRequest", "decisionTableAction",
        "executeIntegrationProcedure", "expressionSet", "externalConnector", "generatePromptResponse", "integrationProcedureAction", "mcpTool", "platformMcpTool", "namedQuery",
        "placeholder", "prompt", "quickAction", "retriever", "runExpressionSet", "serviceCatalog", "slack",
        // Ours: what a package's own articles say.
        "knowledge",
    ];

    public void Run(LintContext context)
    {
        foreach (var node in context.Script.Nodes)
        {
            foreach (var action in node.Actions) Action(context, action);
            foreach (var member in node.Syntax.Field("skills").Members())
            {
                if (member is EntrySyntax skill) Skill(context, skill);
            }
        }
    }

    private static void Action(LintContext context, ActionDefinition action)
    {
        if (action.Target is not { } target) return;
        var place = action.Syntax.Field("target")!.Value!;
        if (!TargetUri.TryParse(target, out var uri))
        {
            context.Error("invalid-action-target", $"'{target}' is no target: it is written 'flow://NAME'.", place);
        }
        else if (!uri.IsOneOf(Schemes))
        {
            context.Error("invalid-action-target", $"'{uri.Scheme}' is no kind of target; there are {string.Join(", ", Schemes)}.", place);
        }
        else if (uri.Is("placeholder"))
        {
            context.Warning("placeholder-action-target", $"'{target}' stands for something that is not there yet: name the target before this is used.", place);
        }
    }

    private static void Skill(LintContext context, EntrySyntax skill)
    {
        if (skill.Field("target")?.Value is not { } place || place.LiteralText() is not { } target) return;
        if (!TargetUri.TryParse(target, out var uri) || !uri.Is("skill"))
        {
            context.Error("invalid-skill-target", $"'{target}' is no skill: it is written 'skill://NAME'.", place);
        }
    }
}

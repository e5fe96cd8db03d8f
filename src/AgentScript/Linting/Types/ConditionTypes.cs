namespace AgentScript.Linting.Types;

/// <summary><c>available-when-non-boolean</c>.</summary>
internal sealed class ConditionTypes : ILintPass
{
    public void Run(LintContext context)
    {
        foreach (var (statement, place) in context.Uses.Conditions)
        {
            if (context.TypeOf(statement.Condition, null) is not { } type || type.Is("boolean")) continue;
            context.Warning("available-when-non-boolean", $"'available when' takes a condition, and this is a {type}: compare it with something{(place.Tool is null ? "" : $", so that it is plain when '{place.Tool.Name}' is offered")}.", statement.Condition);
        }
    }
}

using AgentScript.Linting.Uses;
using AgentScript.Model;
using AgentScript.Syntax;

namespace AgentScript.Linting.Generic;

/// <summary>Variables that nothing refers to.</summary>
internal sealed class UnusedVariablesPass : ILintPass
{
    public void Run(LintContext context)
    {
        if (context.Script.Variables.Length == 0) return;
        var used = Used(context);
        foreach (var variable in context.Script.Variables)
        {
            if (used.Contains(variable.Name)) continue;
            var message = IsPlatforms(variable)
                ? $"Nothing refers to '{variable.Name}', but the vendor's platform expects it: leave it in."
                : $"Nothing refers to the variable '{variable.Name}'.";
            context.Information("unused-variable", message, variable.Declaration.Syntax);
        }
    }

    private static HashSet<string> Used(LintContext context)
    {
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (var reference in context.Uses.References)
        {
            if (reference is { Role: not UseRole.Host, Syntax: { Namespace: "variables", Member: { } name } }) used.Add(name);
        }
        foreach (var node in context.Script.Nodes)
        {
            if (node.Intent is null) continue;
            foreach (var slot in node.Intent.Slots) used.Add(slot.Name);
        }
        return used;
    }

    /// <summary>Linked to what a messaging session has anyway.</summary>
    private static bool IsPlatforms(Variable variable) =>
        (variable.Name, variable.Source?.ToString()) is ("EndUserId", "@MessagingSession.MessagingEndUserId") or ("RoutableId", "@MessagingSession.Id")
            or ("ChannelType", "@MessagingSession.ChannelType") or ("EndUserLanguage", "@MessagingSession.EndUserLanguage") or ("ContactId", "@MessagingEndUser.ContactId");
}

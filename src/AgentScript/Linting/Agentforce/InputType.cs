using AgentScript.Model;
using AgentScript.Syntax;

namespace AgentScript.Linting.Agentforce;

/// <summary>The type of a typed map's entry where the model does not bind it: inline, or as <c>type: NAME</c> below.</summary>
internal static class InputType
{
    /// <summary><c>string</c>, <c>list[string]</c>, …, or null where nothing readable is there.</summary>
    public static string? Of(EntrySyntax entry) => entry.Field("type") is { } type ? Name(type.Value) : Name(entry.Value);

    /// <summary>The default of an entry, inline or as <c>default: VALUE</c> below.</summary>
    public static SyntaxNode? Default(EntrySyntax entry) => entry.Value switch
    {
        DeclarationSyntax declaration => declaration.Default,
        AssignmentSyntax assignment => assignment.Right,
        _ => entry.Field("default")?.Lone(),
    };

    private static string? Name(SyntaxNode? value) => value switch
    {
        IdentifierSyntax identifier => identifier.Name,
        SubscriptSyntax { Target: IdentifierSyntax { Name: var list }, Index: IdentifierSyntax { Name: var of } } => $"{list}[{of}]",
        AssignmentSyntax assignment => Name(assignment.Left),
        DeclarationSyntax declaration => Name(declaration.Type),
        StringSyntax text => text.Value,
        _ => null,
    };
}

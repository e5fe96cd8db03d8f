using AgentScript.Schema;
using AgentScript.Syntax;

namespace AgentScript.Linting.Structure;

/// <summary>The type of one declaration: a word, or <c>list[WORD]</c>.</summary>
internal readonly struct DeclaredType(LintContext context, string name)
{
    public void Check(ExpressionSyntax type)
    {
        switch (type)
        {
            case IdentifierSyntax word:
                Word(word);
                break;
            case SubscriptSyntax { Target: IdentifierSyntax { Name: TypeNames.List } } list:
                Item(list.Index);
                break;
            case SubscriptSyntax { Target: IdentifierSyntax word } other:
                Word(word);
                if (TypeNames.Scalars.Contains(word.Name)) context.Error("unexpected-type-parameters", $"The type {word.Name} takes no parameter; only list does.", other.Index);
                break;
            case ReferenceSyntax:
                break;
            default:
                context.Error("missing-type-keyword", $"'{name}' has a value where its type is expected: write '{name}: string = …'.", type);
                break;
        }
    }

    private void Item(ExpressionSyntax item)
    {
        switch (item)
        {
            case IdentifierSyntax { Name: TypeNames.List } or SubscriptSyntax { Target: IdentifierSyntax { Name: TypeNames.List } }:
                context.Error("nested-list-type", "A list of lists is no type; use object.", item);
                break;
            case IdentifierSyntax word:
                Word(word);
                break;
            case ErrorExpressionSyntax:
                break;
            default:
                context.Error("invalid-type-parameter", "Between the brackets of list[…] a type is expected, like list[string].", item);
                break;
        }
    }

    private void Word(IdentifierSyntax word)
    {
        if (word.Name == TypeNames.Deprecated) context.Warning("deprecated-field", "The type id is deprecated; write string.", word);
        if (TypeNames.Scalars.Contains(word.Name)) return;
        if (word.Name == TypeNames.List)
        {
            context.Error("invalid-type-parameter", "A list needs the type of its items, like list[string].", word);
            return;
        }
        if (Follower(word) is { } follower)
        {
            context.Error("invalid-modifier", $"'{word.Name}' is no modifier of '{follower}'; expected mutable or linked.{Suggestion.DidYouMean(word.Name, ["mutable", "linked"])}", word);
            return;
        }
        context.Error("unknown-type", $"'{word.Name}' is no type.{Meant(word.Name)}", word);
    }

    /// <summary>The type name that stands behind the word on its line: then the word was meant as a modifier.</summary>
    private string? Follower(IdentifierSyntax word)
    {
        var rest = context.Tree.Source.Text.AsSpan(word.End).TrimStart(' ');
        var length = 0;
        while (length < rest.Length && char.IsAsciiLetter(rest[length])) length++;
        var next = rest[..length].ToString();
        return TypeNames.Scalars.Contains(next) || next == TypeNames.List ? next : null;
    }

    private static string Meant(string word) => Suggestion.DidYouMean(word, TypeNames.Scalars) is { Length: > 0 } meant ? meant : $" Expected {string.Join(", ", TypeNames.Scalars.Order(StringComparer.Ordinal))} or list[…].";
}

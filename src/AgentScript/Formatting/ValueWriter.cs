using System.Collections.Immutable;
using System.Text;
using AgentScript.Syntax;

namespace AgentScript.Formatting;

/// <summary>Builds the text of one line: keys, values, clauses. A value over several lines brings its own.</summary>
internal sealed class ValueWriter(SourceText source, LineWriter lines)
{
    private readonly StringBuilder text = new();
    private int indent;

    /// <summary>The last thing written was template text.</summary>
    public bool EndsInText { get; private set; }

    /// <summary>A value was copied with its lines, and the comments on them.</summary>
    public bool HoldsComments { get; private set; }

    public ValueWriter Begin(int column)
    {
        text.Clear();
        (indent, EndsInText, HoldsComments) = (column, false, false);
        return this;
    }

    public string Text() => text.ToString();

    public ValueWriter Append(string words)
    {
        text.Append(words);
        return this;
    }

    public ValueWriter Key(KeySyntax key)
    {
        ExpressionText.Write(key, source, text);
        return this;
    }

    private ValueWriter Name(NameSyntax name)
    {
        ExpressionText.Write(name, source, text);
        return this;
    }

    public ValueWriter Value(SyntaxNode node)
    {
        switch (node)
        {
            case TemplateSyntax template:
                TemplateText.Write(template, source, text, indent);
                EndsInText = true;
                return this;
            case DeclarationSyntax declaration:
                Name(declaration.Modifier).Append(" ").Value(declaration.Type);
                return declaration.Default is null ? this : Append(" = ").Value(declaration.Default);
            case AssignmentSyntax assignment:
                return Value(assignment.Left).Append(" = ").Value(assignment.Right);
            case ClausedSyntax claused when !lines.HasComment(claused):
                return Value(claused.Value).Clauses(claused.Clauses);
            case ExpressionSyntax expression when IsOnOneLine(expression):
                ExpressionText.Write(expression, source, text);
                return this;
            default:
                return Lines(node);
        }
    }

    /// <summary>Its lines as they stand in the source, with their comments, indented anew.</summary>
    public ValueWriter Lines(SyntaxNode node)
    {
        BracketedText.Write(source.Slice(node.Start, node.End), text, indent);
        HoldsComments = true;
        return this;
    }

    public ValueWriter Clauses(ImmutableArray<ClauseSyntax> clauses)
    {
        foreach (var clause in clauses)
        {
            Append(clause == clauses[0] ? " " : ", ");
            if (clause is ToClauseSyntax to) Append("to ").Value(to.Target);
            else if (clause is WithClauseSyntax with) Append("with ").Bindings(with.Bindings);
        }
        return this;
    }

    public ValueWriter Bindings(ImmutableArray<BindingSyntax> bindings)
    {
        foreach (var binding in bindings)
        {
            if (binding != bindings[0]) Append(", ");
            Name(binding.Name).Append("=").Value(binding.Value);
        }
        return this;
    }

    private bool IsOnOneLine(ExpressionSyntax expression) => source.Slice(expression.Start, expression.End).IndexOfAny('\n', '\r') < 0;
}

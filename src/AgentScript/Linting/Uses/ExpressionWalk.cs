using AgentScript.Syntax;

namespace AgentScript.Linting.Uses;

/// <summary>Gathers what is in an expression. Depth is bounded by the parser's own limit.</summary>
internal static class ExpressionWalk
{
    public static void Expression(this ScriptUses uses, SyntaxNode? node, Place place, UseRole role = UseRole.Value, bool inTemplate = false)
    {
        switch (node)
        {
            case ReferenceSyntax reference:
                uses.References.Add(new ReferenceUse(reference, place, role, inTemplate));
                break;
            case TemplateSyntax template:
                uses.Template(template, place);
                break;
            case IdentifierSyntax identifier:
                uses.Identifiers.Add(new(identifier, place));
                break;
            case BinarySyntax binary:
                uses.Binaries.Add(new(binary, place));
                uses.Expression(binary.Left, place, UseRole.Value, inTemplate);
                uses.Expression(binary.Right, place, UseRole.Value, inTemplate);
                break;
            case UnarySyntax unary:
                if (unary.Operator == UnaryOperator.Spread) uses.Spreads.Add((unary, false));
                uses.Expression(unary.Operand, place, UseRole.Value, inTemplate);
                break;
            case ParenthesizedSyntax parenthesized:
                uses.Expression(parenthesized.Inner, place, role, inTemplate);
                break;
            case MemberAccessSyntax member:
                uses.Expression(member.Target, place, role, inTemplate);
                break;
            case SubscriptSyntax subscript:
                uses.Expression(subscript.Target, place, role, inTemplate);
                uses.Expression(subscript.Index, place, UseRole.Value, inTemplate);
                break;
            case ConditionalSyntax conditional:
                uses.Expression(conditional.WhenTrue, place, UseRole.Value, inTemplate);
                uses.Expression(conditional.Condition, place, UseRole.Value, inTemplate);
                uses.Expression(conditional.WhenFalse, place, UseRole.Value, inTemplate);
                break;
            case CallSyntax call:
                uses.Calls.Add(new(call, place));
                if (call.Function is not IdentifierSyntax) uses.Expression(call.Function, place, UseRole.Value, inTemplate);
                foreach (var argument in call.Arguments) uses.Element(argument, place, inTemplate);
                break;
            case ListSyntax list:
                foreach (var item in list.Items) uses.Element(item, place, inTemplate);
                break;
            case DictionarySyntax dictionary:
                foreach (var item in dictionary.Items) uses.Expression(item.Value, place, UseRole.Value, inTemplate);
                break;
        }
    }

    public static void Template(this ScriptUses uses, TemplateSyntax template, Place place)
    {
        uses.Templates.Add(new(template, place));
        foreach (var part in template.Parts)
        {
            if (part is InterpolationSyntax interpolation) uses.Expression(interpolation.Expression, place, UseRole.Value, true);
        }
    }

    private static void Element(this ScriptUses uses, ExpressionSyntax element, Place place, bool inTemplate)
    {
        if (element is not UnarySyntax { Operator: UnaryOperator.Spread } spread)
        {
            uses.Expression(element, place, UseRole.Value, inTemplate);
            return;
        }
        uses.Spreads.Add((spread, true));
        uses.Expression(spread.Operand, place, UseRole.Value, inTemplate);
    }
}

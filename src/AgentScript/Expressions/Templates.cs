using System.Text;
using AgentScript.Syntax;

namespace AgentScript.Expressions;

/// <summary>The text of a template.</summary>
public static class Templates
{
    /// <summary>
    /// Text as it is and values as they display (<see cref="Value.Display"/>): a value is never read as a template again,
    /// whatever it says. What is unknown or None prints nothing.
    /// </summary>
    /// <exception cref="ExpressionException">An expression has no value, or the text would be larger than <see cref="Evaluator.MaxSize"/>.</exception>
    public static string Render(TemplateSyntax template, IScope scope) => Render(template, e => Evaluator.Evaluate(e, scope));

    internal static string Render(TemplateSyntax template, Func<ExpressionSyntax, Value> evaluate)
    {
        if (template.Literal is { } literal) return literal;
        var text = new StringBuilder();
        foreach (var part in template.Parts)
        {
            if (part is TextPartSyntax plain) text.Append(plain.Text);
            else if (part is InterpolationSyntax interpolation) text.Append(evaluate(interpolation.Expression).Display());
            if (text.Length > Evaluator.MaxSize) throw Evaluator.TooLarge(part.Start);
        }
        return text.ToString();
    }
}

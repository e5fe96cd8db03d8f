using System.Text;
using AgentScript.Expressions;
using AgentScript.Syntax;

namespace AgentScript.Running;

/// <summary>Texts of a script: templates, strings, or any expression, as they display.</summary>
internal static class Texts
{
    public static string Strict(ExpressionSyntax text, IScope scope) => Evaluator.Evaluate(text, scope).Display();

    /// <summary>What cannot be evaluated prints nothing; the rest is kept.</summary>
    public static string Lenient(ExpressionSyntax text, IScope scope, Action? failed = null)
    {
        if (text is not TemplateSyntax template) return Part(text, scope, failed);
        if (template.Literal is { } literal) return literal;
        var all = new StringBuilder();
        foreach (var part in template.Parts)
        {
            if (part is TextPartSyntax plain) all.Append(plain.Text);
            else if (part is InterpolationSyntax interpolation) all.Append(Part(interpolation.Expression, scope, failed));
        }
        return all.ToString();
    }

    /// <summary>Two texts with something between them, where both say something.</summary>
    public static string Join(string first, string second, string between = "\n\n")
    {
        if (string.IsNullOrWhiteSpace(second)) return first;
        return string.IsNullOrWhiteSpace(first) ? second : first + between + second;
    }

    private static string Part(ExpressionSyntax text, IScope scope, Action? failed)
    {
        try
        {
            return Strict(text, scope);
        }
        catch (ExpressionException)
        {
            failed?.Invoke();
            return "";
        }
    }
}

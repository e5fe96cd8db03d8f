using AgentScript.Expressions;
using AgentScript.Model;
using AgentScript.Syntax;

namespace AgentScript.Running;

/// <summary>Defaults and constants: what has no value as written is None.</summary>
internal static class Literal
{
    /// <summary>A declaration's default, as its type where it fits.</summary>
    public static Value Of(Declaration declaration, IScope scope)
    {
        if (declaration.Default is null or EllipsisSyntax) return Value.None;
        var value = Of(declaration.Default, new Constants(scope, true));
        return Types.Coerce(value, declaration.Type, declaration.IsList) ?? value;
    }

    /// <summary>A constant of <c>knowledge</c>, which names no other.</summary>
    public static Value OfConstant(ExpressionSyntax expression, IScope scope) => Of(expression, new Constants(scope, false));

    private static Value Of(ExpressionSyntax expression, Constants scope)
    {
        try
        {
            return Evaluator.Evaluate(expression, scope);
        }
        catch (ExpressionException)
        {
            return Value.None;
        }
    }

    /// <summary>A default that names a variable could name itself: it reads None.</summary>
    private sealed class Constants(IScope scope, bool readsKnowledge) : IScope
    {
        public DateTimeOffset Now => scope.Now;

        public Value Read(string ns, string? member) =>
            ns is "variables" or "inputs" or "outputs" || (ns == "knowledge" && !readsKnowledge) ? Value.None : scope.Read(ns, member);
    }
}

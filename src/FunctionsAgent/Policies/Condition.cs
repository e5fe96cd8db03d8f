using System.Text.Json.Nodes;
using AgentScript.Expressions;
using AgentScript.Syntax;

namespace FunctionsAgent.Policies;

/// <summary>A policy's <c>when</c>, read once.</summary>
internal sealed class Condition
{
    private readonly ExpressionSyntax expression;

    private Condition(ExpressionSyntax expression) => this.expression = expression;

    /// <summary>Whether it reads what a call gave, and so is asked after the call.</summary>
    public bool ReadsResult => ConditionNames.ReadsResult(expression);

    /// <param name="place">message, tool or reply.</param>
    /// <returns>The condition, or the first mistake in it and its offset.</returns>
    public static (Condition? Condition, string? Error, int ErrorOffset) Parse(string text, string place)
    {
        var (expression, diagnostics) = Parser.ParseExpression(new SourceText(text));
        if (diagnostics.FirstOrDefault(d => d.Severity == AgentScript.Severity.Error) is { } syntax) return (null, syntax.Message, syntax.Start);
        var at = place == "tool" && ConditionNames.ReadsResult(expression) ? "result" : place;
        return ConditionNames.Mistake(expression, at) is { } mistake ? (null, mistake.Error, mistake.Offset) : (new Condition(expression), null, 0);
    }

    /// <summary>Whether it holds: null when it needs something that is not known, or cannot be evaluated.</summary>
    public (bool? Holds, JsonObject Evidence) Test(Facts facts)
    {
        var scope = new ConditionScope(facts);
        var evidence = new JsonObject();
        bool? holds;
        try
        {
            var value = Evaluator.Evaluate(expression, scope);
            holds = value.IsUnknown ? null : Evaluator.IsTrue(value);
        }
        catch (ExpressionException e)
        {
            (holds, evidence["error"]) = (null, e.Message);
        }
        evidence["condition"] = holds switch { true => "true", false => "false", null => "unknown" };
        evidence["known"] = scope.Fields(known: true);
        evidence["unknown"] = scope.Fields(known: false);
        return (holds, evidence);
    }
}

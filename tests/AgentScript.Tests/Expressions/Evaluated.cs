using System.Text.Json;
using AgentScript.Expressions;
using AgentScript.Syntax;

namespace AgentScript.Tests.Expressions;

/// <summary>Expressions as text, over variables as JSON. A name that is not there is None, or unknown in a condition.</summary>
internal static class Evaluated
{
    public const string Variables = """
        {"order":"W1001","count":3,"price":"12.50","none":null,"yes":true,"no":false,"empty":"","zero":0,"smile":"a🙂b",
         "items":["a","b","c"],"nothing":[],"box":{"size":{"w":2},"length":9,"gone":null},"hollow":{},"trick":"{!@variables.order}","day":"2026-11-20"}
        """;

    public static readonly DateTimeOffset Now = new(2026, 11, 23, 23, 30, 0, TimeSpan.FromHours(-6));

    public static Value Script(string text, string variables = Variables) => Evaluator.Evaluate(Parsed(text), new Scope(variables, Value.None));

    public static Value Condition(string text, string variables = Variables) => Evaluator.Evaluate(Parsed(text), new Scope(variables, Value.Unknown));

    /// <summary>What Value.ToString gives: strings quoted, None, unknown.</summary>
    public static string Shown(string text) => Script(text).ToString();

    public static ExpressionException Fails(string text) => Assert.Throws<ExpressionException>(() => Script(text));

    public static ExpressionSyntax Parsed(string text)
    {
        var (expression, diagnostics) = Parser.ParseExpression(new SourceText(text));
        Assert.Empty(diagnostics);
        return expression;
    }

    private sealed class Scope(string variables, Value absent) : IScope
    {
        private readonly Value all = Value.Of(JsonElement.Parse(variables));

        public Value Absent => absent;

        public DateTimeOffset Now => Evaluated.Now;

        public Value Read(string ns, string? member) =>
            ns == "variables" && member is not null && all.Dictionary.TryGetValue(member, out var value) && (!value.IsNone || absent.IsNone) ? value : absent;
    }
}

using AgentScript.Expressions;
using AgentScript.Syntax;

namespace FunctionsAgent.Policies;

/// <summary>What a condition may read, and where it is known (contracts C5).</summary>
internal static class ConditionNames
{
    private static readonly string[] Everywhere = ["message", "tool", "result", "reply"], AfterTheScript = ["tool", "result", "reply"], AtTools = ["tool", "result"];

    /// <param name="Members">Empty: any, as what is read is a JSON object.</param>
    /// <param name="Bare">Whether it stands for a value without a member, too.</param>
    /// <param name="Places">First words of the places where it is known.</param>
    private sealed record Name(string[] Members, bool Bare, string[] Places);

    private static readonly Dictionary<string, Name> Names = new(StringComparer.Ordinal)
    {
        ["customer"] = new([], true, Everywhere),
        ["caller"] = new(["assurance", "id"], false, Everywhere),
        ["conversation"] = new(["channel", "agent", "id", "turns"], false, Everywhere),
        ["message"] = new(["text", "length"], true, Everywhere),
        ["variables"] = new([], true, Everywhere),
        ["intent"] = new(["name"], true, AfterTheScript),
        ["tool"] = new(["name"], true, AtTools),
        ["args"] = new([], true, AtTools),
        ["result"] = new([], true, ["result"]),
        ["reply"] = new(["text", "length"], true, ["reply"]),
    };

    /// <summary>The first thing in an expression that no condition can have, or null.</summary>
    /// <param name="place">message, tool, result or reply.</param>
    public static (string Error, int Offset)? Mistake(ExpressionSyntax condition, string place)
    {
        foreach (var e in condition.DescendantsAndSelf())
            if (Mistake(place, e) is { } error) return (error, e.Start);
        return null;
    }

    public static bool ReadsResult(ExpressionSyntax condition) => condition.DescendantsAndSelf().Any(e => e is ReferenceSyntax { Namespace: "result" });

    private static string? Mistake(string place, ExpressionSyntax e) => e switch
    {
        ReferenceSyntax reference => Mistake(place, reference),
        CallSyntax { Function: IdentifierSyntax { Name: var name }, Arguments: var arguments } => Functions.Find(name) is not { } function
            ? $"There is no function '{name}'; there are {Functions.Names}."
            : function.Takes(arguments.Length) || arguments.Any(a => a is UnarySyntax { Operator: UnaryOperator.Spread }) ? null : $"{name} takes {function.Arity}, not {arguments.Length}.",
        CallSyntax => "The name of a function is expected before the parenthesis.",
        IdentifierSyntax { Name: var name } => $"'{name}' is no value: a text is quoted, and what a condition reads begins with @.",
        EllipsisSyntax => "'...' is for what a model fills in; a condition has no model.",
        TemplateSyntax => "A condition has no template; a text is quoted.",
        _ => null,
    };

    private static string? Mistake(string place, ReferenceSyntax reference)
    {
        if (!Names.TryGetValue(reference.Namespace, out var name)) return $"A condition cannot read @{reference.Namespace}; there are {string.Join(", ", Names.Keys.Select(n => $"@{n}"))}.";
        if (reference.Member is null && !name.Bare) return $"@{reference.Namespace} is no value by itself: {Members(reference.Namespace, name)} is expected.";
        if (reference.Member is { } member && name.Members.Length > 0 && !name.Members.Contains(member)) return $"@{reference.Namespace} has no member '{member}'; there are {Members(reference.Namespace, name)}.";
        if (name.Places.Contains(place)) return null;
        return (place, reference.Namespace) switch
        {
            ("message", "intent") => "@intent is not known at message: the policy decides before the script looks for one. Use 'at: reply' or 'at: tool:NAME'.",
            (_, "reply") => "@reply is known at reply alone.",
            _ => $"@{reference.Namespace} is known at tool:NAME alone.",
        };
    }

    private static string Members(string ns, Name name) => string.Join(", ", name.Members.Select(member => $"@{ns}.{member}"));
}

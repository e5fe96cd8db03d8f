using System.Collections.Immutable;
using System.Text.Json;
using FunctionsAgent.Agents;
using FunctionsAgent.Feedback;
using FunctionsAgent.Tools;

namespace FunctionsAgent.Evaluation;

/// <summary>What a customer says, and what the tools answer from then on.</summary>
/// <param name="Test">The package's test it is from; null for words of our own.</param>
/// <param name="Fresh">Whether the tools begin their answers anew.</param>
public sealed record Line(string Says, PackageTest? Test = null, bool Fresh = false)
{
    public ImmutableDictionary<string, ImmutableArray<ToolResult>> Tools => Test?.Tools ?? ImmutableDictionary<string, ImmutableArray<ToolResult>>.Empty;

    public JsonElement? Customer => Test?.Customer;
}

/// <summary>What the agent makes of a line, by its script, policies and the tools' answers.</summary>
/// <param name="Family">The sub-agent that declares the intent; null where none matched.</param>
/// <param name="Asks">The last word of the turn is a question, in whatever answer it stands.</param>
/// <param name="Policy">The rule that decided instead of the script.</param>
/// <param name="ToolFailed">A tool failed, or nobody knows what became of its call.</param>
/// <param name="Actions">State-changing calls that were done.</param>
public sealed record Rehearsed(Line Line, string? Family, Answer Answer, bool Asks = false, string? Policy = null, bool ToolFailed = false, int Actions = 0, bool Closes = false);

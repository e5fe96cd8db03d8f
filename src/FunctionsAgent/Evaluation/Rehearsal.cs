using System.Collections.Immutable;
using System.Text.Json;
using AgentScript;
using FunctionsAgent.Agents;
using FunctionsAgent.Feedback;
using FunctionsAgent.Pipeline;
using FunctionsAgent.Policies;
using FunctionsAgent.Tools;
using ToolResult = FunctionsAgent.Tools.ToolResult;

namespace FunctionsAgent.Evaluation;

/// <summary>
/// Plays a conversation through a package's flow and policies alone: no store, no queue, no clock. What simulated customers
/// are going to experience is thereby known before the product is asked.
/// </summary>
/// <param name="assurance">What the channel proves of its customers.</param>
public sealed class Rehearsal(Package package, string channel, string assurance)
{
    /// <summary>A script that never comes to an end is no material.</summary>
    private const int MaxSteps = 200;

    private static readonly DateTimeOffset Now = new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);

    /// <summary>The turns, or null where this depends on what only the running product knows.</summary>
    public ImmutableArray<Rehearsed>? Of(IReadOnlyList<Line> lines)
    {
        var turns = new List<Rehearsed>();
        var customer = lines.Select(line => line.Customer).FirstOrDefault(stated => stated is not null);
        Frame? frame = null;
        var calls = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var line in lines)
        {
            // Nobody but a person answers any more.
            if (turns.Count > 0 && turns[^1] is { Answer: Answer.HandedOff } or { Closes: true }) return null;
            if (line.Fresh) calls.Clear();
            var facts = new Facts(package.Name, channel, assurance, customer, line.Says) { Turns = turns.Count + 1, Variables = frame?.Variables, Now = Now };
            if (Policy("message", facts) is { } verdict)
            {
                turns.Add(new(line, null, Said(verdict.Do), verdict.Do is Do.Ask or Do.Confirm, verdict.Rule));
                continue;
            }
            if (Turn(line, frame, customer, facts, calls) is not var (after, turn)) return null;
            frame = after;
            turns.Add(turn);
        }
        return [.. turns];
    }

    private (Frame Frame, Rehearsed Turn)? Turn(Line line, Frame? frame, JsonElement? customer, Facts facts, Dictionary<string, int> calls)
    {
        var linked = new Linked(channel, assurance, Now, customer);
        var step = package.Flow.Next((frame ?? Frame.Start(linked)) with { Linked = linked, Intent = null }, new CustomerMessage(line.Says, Now));
        var (failed, actions) = (false, 0);
        // Of several requests in one message the turn counts for the first.
        var intent = step.Frame.Intent;
        for (var steps = 0; steps < MaxSteps; steps++)
        {
            frame = step.Frame with { Step = step.Frame.Step + 1 };
            intent ??= frame.Intent;
            switch (step.Effect)
            {
                case CallModel:
                    step = package.Flow.Next(frame, new ModelAnswer(null, [], "no_model"));
                    continue;
                case CallAgent:
                    step = package.Flow.Next(frame, new AgentAnswer(null, "not_connected"));
                    continue;
                case CallAction { Target: KnowledgeSearch.Target } search:
                    step = package.Flow.Next(frame, KnowledgeSearch.Call(package.Knowledge, search, null).Result);
                    continue;
                case CallAction call:
                    if (Called(call, line, calls) is not { } called) return null;
                    failed |= called.Result is not Ok;
                    if (called.Result is Unknown) return (frame, new(line, intent, Answer.HandedOff, ToolFailed: true));
                    if (called.Result is Ok && called.Tool.Effect != ToolEffect.Read) actions++;
                    step = package.Flow.Next(frame, Heard(called.Result));
                    continue;
            }
            if (Ended(line, frame, step.Effect) is not { } ended) return null;
            var turn = ended with { Family = intent };
            if (turn.Answer != Answer.HandedOff && Policy("reply", facts with { Intent = frame.Intent, Reply = (step.Effect as ISpoken)?.Text ?? "" }) is { } verdict)
                turn = turn with { Answer = Said(verdict.Do), Asks = verdict.Do is Do.Ask or Do.Confirm, Policy = verdict.Rule };
            return (frame, turn with { ToolFailed = failed, Actions = actions });
        }
        return null;
    }

    private static Rehearsed? Ended(Line line, Frame frame, Effect effect) => effect switch
    {
        Reply { IsError: true } when frame.Intent is not null => new(line, frame.Intent, Answer.Failed),
        Reply or EndTurn => new(line, frame.Intent, frame.Intent is null ? Answer.Fallback : Answer.Answered),
        Ask or Confirm => new(line, frame.Intent, frame.Intent is null ? Answer.Fallback : Answer.Asked, Asks: true),
        EndSession => new(line, frame.Intent, Answer.Answered, Closes: true),
        Handoff => new(line, frame.Intent, Answer.HandedOff),
        _ => null,
    };

    /// <summary>What a test says the tool answers; null where it says nothing, or a policy or a requirement has a say.</summary>
    private (ToolSpec Tool, ToolResult Result)? Called(CallAction call, Line line, Dictionary<string, int> calls)
    {
        if (package.Tool(call.Target) is not { } tool || !line.Tools.TryGetValue(tool.Name, out var answers) || answers.IsEmpty) return null;
        if (package.Policies.Any(p => p.Info.At == $"tool:{tool.Name}" || p.Info.At == $"result:{tool.Name}")) return null;
        if (tool.Rows is { Count: > 0 } || tool.Require is { Assurance: not "none" } or { Scopes.IsEmpty: false }) return null;
        var count = calls[tool.Name] = calls.GetValueOrDefault(tool.Name) + 1;
        return (tool, answers[Math.Min(count, answers.Length) - 1]);
    }

    private static AgentScript.ToolResult Heard(ToolResult result) => result switch
    {
        Ok ok => new("ok", ok.Value),
        Failed failure => new("failed", default, failure.Class),
        _ => new("unknown", default, "unknown"),
    };

    private Verdict? Policy(string at, Facts facts) =>
        package.Policies.Where(p => p.Info.At == at).Select(p => p.Decide(facts)).FirstOrDefault(v => v is { Do: not Do.Allow });

    private static Answer Said(Do verdict) => verdict switch
    {
        Do.Escalate => Answer.HandedOff,
        Do.Ask or Do.Confirm => Answer.Asked,
        Do.Refuse or Do.Require => Answer.Refused,
        _ => Answer.Answered,
    };
}

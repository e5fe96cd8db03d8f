using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentScript;
using FunctionsAgent.Conversations;
using FunctionsAgent.Guardrails;
using FunctionsAgent.Policies;
using FunctionsAgent.Queues;
using FunctionsAgent.Tools;
using ToolResult = AgentScript.ToolResult;

namespace FunctionsAgent.Pipeline;

/// <summary>
/// Makes the calls a script asks for, one after the other while the next effect is a call again. Every call lies under its
/// key before it is made, so a second run of this stage finds the results instead of making the calls.
/// </summary>
public sealed class ToolChainStage(CallLedger ledger) : IStage
{
    /// <summary>Calls in one commit; a longer chain goes on in the next message of the queue.</summary>
    private const int MaxCalls = 16;

    public string Name => QueueNames.Tools;

    public async Task<Decision> RunAsync(Work work, CancellationToken ct)
    {
        var frame = work.State.Frame ?? throw new PermanentException("no-frame", "The tools stage was reached without a script.");
        var effect = work.State.Pending;
        var events = ImmutableArray.CreateBuilder<EventBody>();
        var trace = new List<Traced>();
        for (var calls = 0; effect is CallAction call && calls < MaxCalls; calls++)
        {
            var (result, called) = await CallAsync(work, frame, call, ct);
            events.Add(called);
            if (result.Outcome == "unknown")
            {
                effect = new Handoff($"nobody knows whether {call.Target} was done", work.Package.Texts.HandedOver);
                break;
            }
            var step = ReasoningStage.Next(work, frame, result);
            (frame, effect) = (step.Frame, step.Effect);
            trace.AddRange(step.Trace);
        }
        var next = effect is CallAction ? QueueNames.Tools : QueueNames.Reasoning;
        events.Add(ReasoningStage.Stepped(work, frame, effect!, trace, next));
        return new Decision(events.ToImmutable(), [new Send(next)], work.State with { Frame = frame, Pending = effect });
    }

    private async Task<(ToolResult Result, EventBody Event)> CallAsync(Work work, Frame frame, CallAction call, CancellationToken ct)
    {
        var key = Hashing.Id($"{work.Partition}\n{work.Head.Turn!.Id}\ns{frame.Step}");
        var data = new JsonObject { ["target"] = call.Target, ["key"] = key };
        var content = ImmutableArray.Create(new Piece("arguments", "personal", "script", call.Arguments.GetRawText()));
        if (work.Package.Tool(call.Target) is not { } tool)
        {
            data["outcome"] = "failed";
            data["class"] = "undefined_tool";
            return (new ToolResult("failed", default, "undefined_tool"), new(EventTypes.ToolCalled, data, content));
        }

        data["tool"] = tool.Name;
        data["effect"] = tool.Effect.ToString().ToLowerInvariant();
        if (Refusal(work, tool, call) is { } verdict)
        {
            data["outcome"] = "refused";
            data["verdict"] = Guards.Describe(verdict);
            return (new ToolResult("failed", default, "refused_by_policy"), new(EventTypes.ToolCalled, data, content));
        }

        var caller = work.State.Caller ?? Caller.Nobody;
        if (CallerRights.Lacks(caller, tool) is { } lacking)
        {
            data["outcome"] = "refused";
            data["verdict"] = Guards.Describe(lacking);
            return (new ToolResult("failed", default, "refused_by_policy"), new(EventTypes.ToolCalled, data, content));
        }

        var outcome = await ledger.CallAsync(work.Partition, new ToolCall(tool, key, call.Arguments, CallerRights.Rows(caller, tool)), ct);
        data["milliseconds"] = outcome.Milliseconds;
        if (outcome.Attempts > 1) data["attempts"] = outcome.Attempts;
        switch (outcome.Result)
        {
            case Ok ok:
                data["outcome"] = "ok";
                data["rawBytes"] = ok.RawBytes;
                content = content.AddRange(Pieces(tool, ok.Value));
                return (new ToolResult("ok", ok.Value, Classes: tool.Classes), new(EventTypes.ToolCalled, data, content));
            case Failed failed:
                data["outcome"] = "failed";
                data["class"] = failed.Class;
                return (new ToolResult("failed", default, failed.Class), new(EventTypes.ToolCalled, data, content.Add(new("reason", "internal", $"tool:{tool.Name}", failed.Reason))));
            default:
                data["outcome"] = "unknown";
                return (new ToolResult("unknown", default, "unknown"), new(EventTypes.ToolCalled, data, content.Add(new("reason", "internal", $"tool:{tool.Name}", ((Unknown)outcome.Result).Reason))));
        }
    }

    private static Verdict? Refusal(Work work, ToolSpec tool, CallAction call)
    {
        var facts = new Facts(work.Head.Agent, work.Head.Channel, work.Head.Assurance, work.State.Customer, "", work.State.Frame?.Intent, tool.Name, call.Arguments);
        return work.Package.Policies.Where(p => p.Info.At == $"tool:{tool.Name}").Select(p => p.Decide(facts)).FirstOrDefault(v => v is { Do: not Do.Allow });
    }

    /// <summary>Each field of the result with the class its tool declares for it.</summary>
    private static IEnumerable<Piece> Pieces(ToolSpec tool, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object) return [new Piece("result", "internal", $"tool:{tool.Name}", value.GetRawText())];
        return value.EnumerateObject().Select(p => new Piece($"result.{p.Name}", tool.Classes?.GetValueOrDefault(p.Name) ?? "internal", $"tool:{tool.Name}", p.Value.GetRawText()));
    }
}

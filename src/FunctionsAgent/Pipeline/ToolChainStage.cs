using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentScript;
using AgentScript.Running;
using FunctionsAgent.Access;
using FunctionsAgent.Agents;
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
public sealed class ToolChainStage(CallLedger ledger, RegisteredAgents registrations, LiveKnowledge knowledge) : IStage
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
        var state = work.State;
        for (var calls = 0; effect is CallAction call && calls < MaxCalls; calls++)
        {
            if (work.Package.Tool(call.Target) is { Repeatable: false } && !work.Package.Flow.Continues(frame))
            {
                // The script served now would begin the turn again, and might write a second time.
                effect = new Handoff($"the version of the script that called {call.Target} is gone", work.Package.Texts.HandedOver);
                break;
            }
            var consent = calls == 0 ? work.State.Consent : null;
            var (result, called, verdict, source) = await CallAsync(work with { State = state }, frame, call, consent, ct);
            events.Add(called);
            state = Noted(work, state, call, result, source);
            if (verdict is { Text: not null } or { Do: Do.Escalate })
            {
                events.Add(ReasoningStage.Stepped(work, frame, call, trace, null));
                var asked = verdict.Do == Do.Confirm ? Consents.Ask(work, call, consent, verdict) : null;
                return ReasoningStage.Apply(work with { State = state with { Frame = frame, Pending = null, Consent = asked } }, events, verdict);
            }
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
        return new Decision(events.ToImmutable(), [new Send(next)], state with { Frame = frame, Pending = effect, Consent = null });
    }

    /// <summary>What the call leaves in the conversation: whose text came in, what was said from where, what was written.</summary>
    private static State Noted(Work work, State state, CallAction call, ToolResult result, string? source)
    {
        if (source is not null)
        {
            var sources = state.Sources ?? [];
            state = ModelWrites.Tainted(state, $"article:{source.Split('#')[0]}") with { Sources = sources.Contains(source) ? sources : sources.Add(source) };
        }
        return result.Outcome == "ok" && work.Package.Tool(call.Target) is { } tool ? ModelWrites.Made(ModelWrites.Tainted(state, $"tool:{tool.Name}"), call, tool, work.Head.Turn!.Id) : state;
    }

    /// <param name="Verdict">Of the policy that kept the call, or its result, from the script.</param>
    /// <param name="Source">The section of an article that the result is from.</param>
    private sealed record Called(ToolResult Result, EventBody Event, Verdict? Verdict = null, string? Source = null);

    private async Task<Called> CallAsync(Work work, Frame frame, CallAction call, Consent? consent, CancellationToken ct)
    {
        var key = Hashing.Id($"{work.Partition}\n{work.Head.Turn!.Id}\ns{frame.Step}");
        var data = new JsonObject { ["target"] = call.Target, ["key"] = key };
        var content = ImmutableArray.Create(new Piece("arguments", "personal", call.ByModel ? "model" : "script", call.Arguments.GetRawText()));
        if (call.Target == KnowledgeSearch.Target) return await SearchAsync(work, frame, call, data, content, ct);
        if (work.Package.Tool(call.Target) is not { } tool)
        {
            data["outcome"] = "failed";
            data["class"] = "undefined_tool";
            return new(new ToolResult("failed", default, "undefined_tool"), new(EventTypes.ToolCalled, data, content));
        }

        data["tool"] = tool.Name;
        data["effect"] = tool.Effect.ToString().ToLowerInvariant();
        if (call.ByModel) data["by"] = "model";
        if (PolicyRound.Decide(work, $"tool:{tool.Name}", PolicyRound.OfCall(work, frame, tool.Name, call), v => v.Do == Do.Confirm && Consents.Covers(consent, call, v.Rule)) is { } verdict)
        {
            data["outcome"] = "refused";
            data["verdict"] = Guards.Describe(verdict);
            return new(new ToolResult("failed", default, "refused_by_policy"), new(EventTypes.ToolCalled, data, content), verdict);
        }

        if (call.ByModel && await GuardedAsync(work, call, tool, consent, data, ct) is { } unasked)
        {
            data["outcome"] = "refused";
            data["verdict"] = Guards.Describe(unasked);
            return new(new ToolResult("failed", default, "repeated_call"), new(EventTypes.ToolCalled, data, content), unasked);
        }

        var caller = work.State.Caller ?? Caller.Nobody;
        var ended = await registrations.StandsAsync(caller.By, caller.For, ct) ? null : CallerRights.Ended;
        if ((ended ?? CallerRights.Lacks(caller, tool)) is { } lacking)
        {
            data["outcome"] = "refused";
            data["verdict"] = Guards.Describe(lacking);
            return new(new ToolResult("failed", default, "refused_by_policy"), new(EventTypes.ToolCalled, data, content));
        }

        var outcome = await ledger.CallAsync(work.Partition, new ToolCall(tool, key, call.Arguments, CallerRights.Rows(caller, tool)), ct);
        data["milliseconds"] = outcome.Milliseconds;
        (data["address"], data["dataClass"]) = (tool.Http.Address, DataClass.Personal);
        if (outcome.Attempts > 1) data["attempts"] = outcome.Attempts;
        switch (outcome.Result)
        {
            case Ok ok:
                data["outcome"] = "ok";
                data["rawBytes"] = ok.RawBytes;
                content = content.AddRange(Pieces(tool, ok.Value));
                if (PolicyRound.Decide(work, $"result:{tool.Name}", PolicyRound.OfCall(work, frame, tool.Name, call, ok.Value)) is { } withheld)
                {
                    data["verdict"] = Guards.Describe(withheld);
                    return new(new ToolResult("failed", default, "refused_by_policy"), new(EventTypes.ToolCalled, data, content), withheld);
                }
                return new(new ToolResult("ok", ok.Value, Classes: tool.Classes), new(EventTypes.ToolCalled, data, content));
            case Failed failed:
                data["outcome"] = "failed";
                data["class"] = failed.Class;
                return new(new ToolResult("failed", default, failed.Class), new(EventTypes.ToolCalled, data, content.Add(new("reason", "internal", $"tool:{tool.Name}", failed.Reason))));
            default:
                data["outcome"] = "unknown";
                return new(new ToolResult("unknown", default, "unknown"), new(EventTypes.ToolCalled, data, content.Add(new("reason", "internal", $"tool:{tool.Name}", ((Unknown)outcome.Result).Reason))));
        }
    }

    /// <summary>What keeps a model's call from being made; null where nothing does, or the customer agreed.</summary>
    private static async Task<Verdict?> GuardedAsync(Work work, CallAction call, ToolSpec tool, Consent? consent, JsonObject data, CancellationToken ct)
    {
        var guarded = await Guards.CheckAsync(work.Package.Guards, "tool", ModelWrites.Passage(work, work.State, call, tool), ct);
        Guards.Write(guarded, data);
        return guarded.Stopped is { } stop && !(stop.Do == Do.Confirm && Consents.Covers(consent, call, stop.Rule)) ? stop : null;
    }

    private async Task<Called> SearchAsync(Work work, Frame frame, CallAction call, JsonObject data, ImmutableArray<Piece> content, CancellationToken ct)
    {
        (data["tool"], data["effect"]) = (KnowledgeSearch.Tool, "read");
        if (PolicyRound.Decide(work, $"tool:{KnowledgeSearch.Tool}", PolicyRound.OfCall(work, frame, KnowledgeSearch.Tool, call)) is { } verdict)
        {
            (data["outcome"], data["verdict"]) = ("refused", Guards.Describe(verdict));
            return new(new ToolResult("failed", default, "refused_by_policy"), new(EventTypes.ToolCalled, data, content), verdict);
        }
        var found = KnowledgeSearch.Call(await knowledge.OfAsync(work.Package, ct), call, work.State.Caller);
        foreach (var (name, value) in found.Data) data[name] = value?.DeepClone();
        return new(found.Result, new(EventTypes.ToolCalled, data, content.AddRange(found.Content)), Source: found.Source);
    }

    /// <summary>Each field of the result with the class its tool declares for it.</summary>
    private static IEnumerable<Piece> Pieces(ToolSpec tool, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object) return [new Piece("result", "internal", $"tool:{tool.Name}", value.GetRawText())];
        return value.EnumerateObject().Select(p => new Piece($"result.{p.Name}", tool.Classes?.GetValueOrDefault(p.Name) ?? "internal", $"tool:{tool.Name}", p.Value.GetRawText()));
    }
}

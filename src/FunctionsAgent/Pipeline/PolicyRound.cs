using System.Text.Json;
using AgentScript;
using FunctionsAgent.Agents;
using FunctionsAgent.Conversations;
using FunctionsAgent.Policies;
using FunctionsAgent.Queues;

namespace FunctionsAgent.Pipeline;

/// <summary>The policies of one place, asked in their order: the first that does not allow decides.</summary>
internal static class PolicyRound
{
    /// <param name="except">Verdicts that do not count: a confirmation the customer gave.</param>
    public static Verdict? Decide(Work work, string at, Facts facts, Func<Verdict, bool>? except = null) =>
        work.Package.Policies.Where(p => p.Info.At == at).Select(p => p.Decide(facts)).FirstOrDefault(v => v is { Do: not Do.Allow } && except?.Invoke(v) != true);

    /// <summary>What is known everywhere; the place adds its own.</summary>
    public static Facts Facts(Work work, Frame? frame) =>
        new(work.Head.Agent, work.Head.Channel, work.State.Caller?.Assurance ?? work.Head.Assurance, work.State.Customer, Words(work))
        {
            CallerId = work.State.Caller?.Id,
            Conversation = work.Partition,
            Turns = work.Head.Turns,
            Variables = frame?.Variables,
            Now = Now(work),
        };

    /// <summary>Before a call, or with <paramref name="result"/> after it.</summary>
    public static Facts OfCall(Work work, Frame frame, string tool, CallAction call, JsonElement? result = null) =>
        Facts(work, frame) with { Intent = frame.Intent, Tool = tool, Arguments = call.Arguments, Result = result };

    /// <summary>The customer's words of the turn, where the stage has its events.</summary>
    public static string Words(Work work) =>
        string.Join('\n', work.Tail.Where(e => e.Type == EventTypes.MessageReceived).Select(e => e.Said("text")));

    /// <summary>Whether a stage looks at the turn's events.</summary>
    public static bool ReadsTail(string stage, Package package) => stage switch
    {
        QueueNames.Reasoning => true,
        QueueNames.Tools => package.Policies.Any(p => p.Info.At.StartsWith("tool:", StringComparison.Ordinal) || p.Info.At.StartsWith("result:", StringComparison.Ordinal)),
        QueueNames.Output => package.Policies.Any(p => p.Info.At == "reply"),
        _ => false,
    };

    private static DateTimeOffset Now(Work work)
    {
        var at = work.Tail.Count > 0 ? work.Tail[0].At : work.Head.LastAt;
        return TimeZoneInfo.TryFindSystemTimeZoneById(work.Package.Zone, out var zone) ? TimeZoneInfo.ConvertTime(at, zone) : at;
    }
}

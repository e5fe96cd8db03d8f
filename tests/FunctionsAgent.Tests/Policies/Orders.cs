using System.Text.Json;
using AgentScript;
using FunctionsAgent.Agents;
using FunctionsAgent.Policies;
using FunctionsAgent.Tests.Drivers;

namespace FunctionsAgent.Tests.Policies;

/// <summary>An agent that looks up the order named by a message's last word, and says what became of it.</summary>
internal static class Orders
{
    public static Package Package(params IPolicy[] policies)
    {
        var like = ScriptedFlow.Package(new ScriptedFlow(Next));
        return new Package(like.Name, 1, like.Kpi, like.Scope, like.Zone, like.Flow, [.. policies], like.Guards, like.Tools, like.Texts);
    }

    private static Step Next(Frame frame, Result? result)
    {
        var known = frame with { Intent = "orders" };
        return result switch
        {
            CustomerMessage { Text: var text } when text.TrimEnd('?').Split(' ')[^1] is ['W', ..] order => new(
                known.With("order", order), new CallAction("api://get_order", JsonSerializer.SerializeToElement(new { order_id = order }))),
            CustomerMessage => new(known, new Reply("Which order?")),
            ToolResult { IsOk: true } found => new(known, new Reply($"Order {found.Value.GetProperty("id").GetString()} is {found.Value.GetProperty("status").GetString()}.")),
            ToolResult failed => new(known, new Reply($"It failed: {failed.Reason}.")),
            _ => new(known, new EndTurn()),
        };
    }
}

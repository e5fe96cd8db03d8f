using System;
using System.CommandLine;

namespace FunctionsAgent.Local.Verbs;

/// <summary><c>handoffs [AGENT]</c>: conversations that wait for a person.</summary>
internal static class HandoffsVerb
{
    private static readonly Argument<string?> Agent = new("AGENT") { Description = "One agent's; otherwise all.", Arity = ArgumentArity.ZeroOrOne };

    public static Command Create()
    {
        var command = new Command("handoffs", "Prints the conversations that wait for a person.") { Agent };
        command.SetAction((line, ct) => ListVerb.PrintAsync(
            line, line.GetValue(Agent) is { } agent ? $"/api/operator/handoffs?agent={Uri.EscapeDataString(agent)}" : "/api/operator/handoffs", answer => answer,
            ["CONVERSATION", "AGENT", "CHANNEL", "SINCE (UTC)", "TURN", "REASON"],
            h => [h.Text("conversationId"), h.Text("agent"), h.Text("channel"), h.Time("at"), h.Text("turn"), h.Text("reason")],
            "Nobody waits for a person.", ct));
        return command;
    }
}

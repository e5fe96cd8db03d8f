using System.Collections.Immutable;
using System.Text.Json;
using AgentScript;
using FunctionsAgent.Agents;
using FunctionsAgent.Tools;
using RetailSupportCode;
using ToolResult = AgentScript.ToolResult;

namespace FunctionsAgent.Tests.Chaos;

/// <summary>The retail agent with tools that write: one that may be repeated, one that can be asked, one that neither.</summary>
internal static class ChaosAgent
{
    public const string Name = "chaos";

    public const string ScriptedName = "chaos-script";

    /// <summary>Asks, then makes two calls that write, the second of which may fail.</summary>
    private const string Script = """
        variables:
            order: mutable string
            refunded: mutable string = ""
            credited: mutable string = ""
        start_agent front:
            description: "Nothing else fits"
            reply: ->
                | I can compensate.
        subagent compensation:
            description: "Refund and credit"
            intent:
                words:
                    - "compensate"
                slots:
                    order: string
                        pattern: "W([0-9]{4})"
            actions:
                refund:
                    description: "Refunds"
                    target: "api://refund"
                credit:
                    description: "Credits"
                    target: "api://credit"
            reply: ->
                collect @variables.order
                    message: "For which order?"
                run @actions.refund
                    with order_id="W" + @variables.order
                    with amount_cents=1
                    set @variables.refunded = @outputs.status
                    on failure
                        set @variables.refunded = @outputs.reason
                run @actions.credit
                    with order_id="W" + @variables.order
                    with amount_cents=1
                    set @variables.credited = @outputs.status
                    on failure
                        set @variables.credited = "not: " + @outputs.reason
                | Refund: {!@variables.refunded}. Credit: {!@variables.credited}.
        """;

    private static Package Retail => RetailSupportCodeAgent.Package;

    public static Package Package { get; } = new(
        Name, Revision: 1, Retail.Kpi, Retail.Scope, Retail.Zone, new WritingFlow(), Retail.Policies, Retail.Guards,
        [.. Retail.Tools, Tool("refund", ToolEffect.Write, "refunds", idempotent: true), Tool("credit", ToolEffect.Write, "credits", reconcile: true), Tool("cancel", ToolEffect.Irreversible, "cancellations")],
        Retail.Texts);

    public static Package Scripted { get; } = new(
        ScriptedName, Revision: 1, Retail.Kpi, Retail.Scope, Retail.Zone, new ScriptFlow(AgentScript.Model.Script.Parse(Script), ScriptedName), Retail.Policies, Retail.Guards, Package.Tools, Retail.Texts);

    private static ToolSpec Tool(string name, ToolEffect effect, string path, bool idempotent = false, bool reconcile = false) => new(
        name, [$"api://{name}"], $"Makes one of {path}.", effect,
        new HttpSpec("POST", $"${{Shop}}/{path}", TimeSpan.FromSeconds(20)),
        Input: """{"type":"object","required":["order_id","amount_cents"]}""",
        Output: """{"type":"object"}""",
        Project: ImmutableDictionary<string, string>.Empty.Add("status", "$.status"),
        Idempotent: idempotent,
        Reconcile: reconcile ? new HttpSpec("GET", $"${{Shop}}/{path}?key={{key}}", TimeSpan.FromSeconds(20)) : null);
}

/// <summary>"refund W1003", "credit W1003", "cancel W1003" write; "fail" ends the turn without a word; the rest is the retail flow.</summary>
internal sealed class WritingFlow : IFlow
{
    private const string Wrote = "wrote";
    private readonly WhereIsMyOrder retail = new();

    public string Name => "writing";

    public Step Next(Frame frame, Result? result) => result switch
    {
        CustomerMessage { Text: var text } when text.StartsWith("fail", StringComparison.Ordinal) => new(frame with { Position = "start", Intent = "fail" }, new EndTurn()),
        CustomerMessage { Text: var text } when text.Split((char[])[' ', '\n'], 3) is ["refund" or "credit" or "cancel", var order, ..] words => new(
            frame.With("doing", words[0]) with { Position = Wrote, Intent = words[0] },
            new CallAction($"api://{words[0]}", JsonSerializer.SerializeToElement(new { order_id = order, amount_cents = 1 }))),
        ToolResult answer when frame.Position == Wrote => new(
            frame with { Position = "start" }, new Reply($"{frame.Text("doing")}: {(answer.IsOk ? answer.Value.GetProperty("status").GetString() : answer.Reason)}", "public")),
        _ => retail.Next(frame, result),
    };
}

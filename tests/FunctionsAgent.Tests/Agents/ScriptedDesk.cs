using System.Text.Json;
using FunctionsAgent.Tests.Drivers;
using FunctionsAgent.Tools;

namespace FunctionsAgent.Tests.Agents;

/// <summary>A desk that looks up, refunds, counts, escalates and says goodbye: what the tests of scripts at the front door talk to.</summary>
internal static class ScriptedDesk
{
    public const string Script = """
        variables:
            order_number: mutable string
            status: mutable string = ""
            turns: mutable number = 0

        start_agent front:
            description: "Nothing else fits"
            reply: ->
                | I know orders.

        subagent order_status:
            description: "Where an order is"
            intent:
                words:
                    - "order"
                slots:
                    order_number: string
                        pattern: "W([0-9]{4})"
                        answer: "([0-9]{4})"
                        identifies: True
            actions:
                get_order:
                    description: "Looks up an order"
                    inputs:
                        order_id: string
                    outputs:
                        status: string
                    target: "api://get_order"
            reply: ->
                collect @variables.order_number
                    message: "Which order?"
                run @actions.get_order
                    with order_id="W" + @variables.order_number
                    set @variables.status = @outputs.status
                    on failure
                        set @variables.status = "lost: " + @outputs.reason
                | Order {!@variables.order_number} is {!@variables.status}.

        subagent refunds:
            description: "Money back"
            intent:
                words:
                    - "refund"
                slots:
                    order_number: string
                        pattern: "R([0-9]{4})"
                        answer: "([0-9]{4})"
            actions:
                refund:
                    description: "Refunds an order"
                    inputs:
                        order_id: string
                    outputs:
                        status: string
                    require_user_confirmation: True
                    target: "api://refund"
            reply: ->
                collect @variables.order_number
                    message: "Refund which order?"
                run @actions.refund
                    with order_id=@variables.order_number
                    set @variables.status = @outputs.status
                    on failure
                        set @variables.status = @outputs.reason
                | Refund of {!@variables.order_number}: {!@variables.status}.

        subagent counting:
            description: "Counts"
            intent:
                words:
                    - "count"
            reply: ->
                set @variables.turns = @variables.turns + 1
                | Turn {!@variables.turns}.

        subagent person:
            description: "A person"
            intent:
                words:
                    - "person"
            reply: ->
                run @utils.escalate
                    with reason="asked for"
                    with message="A person comes."

        subagent goodbye:
            description: "The end"
            intent:
                words:
                    - "bye"
            reply: ->
                run @utils.end_session
                    with message="Bye now."
        """;

    public static ScriptPackage Package(string policies = "[]") => new ScriptPackage(Script, policies: policies).Tool("get_order").Tool("refund", effect: "irreversible");

    public static ToolResult Answer(ToolCall call) => new Ok(JsonSerializer.SerializeToElement(new { status = call.Tool.Name == "refund" ? "refunded" : "shipped" }));
}

using FunctionsAgent.Agents;
using FunctionsAgent.Tests.Drivers;

namespace FunctionsAgent.Tests.Evaluation;

/// <summary>A package that does things, with rules that decide instead of its script: what the samples have nothing of.</summary>
internal static class DeskPackage
{
    public static ScriptPackage Write()
    {
        var package = new ScriptPackage(Script, policies: """[{ name: lawyers, version: 1, at: message, when: '@customer.tier == "legal"', unknown: skip, do: escalate, text: A colleague takes this over. }, { name: minors, version: 1, at: message, when: '@customer.tier == "minor"', unknown: skip, do: refuse, text: I cannot talk about this with you. }]""")
            .Tool("cancel_order", effect: "write");
        package.Write("tests/all.yaml", Tests);
        return package;
    }

    public static Package Read(ScriptPackage package) => PackageLoader.Read(package.Path, Samples.Context) is ([var only], { Length: 0 }) ? only : throw new InvalidOperationException(package.Path);

    private const string Script = """
        variables:
            number: mutable string
                description: "The order's number"
            done: mutable string
                description: "What became of it"
        start_agent front_desk:
            description: "When nothing else fits"
            reply: ->
                | I can cancel orders, and tell opening hours.
        subagent hours:
            description: "When we are open"
            intent:
                words:
                    - "open"
            reply: ->
                | We are open from 9 to 5.
        subagent person:
            description: "The customer wants a person"
            intent:
                words:
                    - "person"
            reply: ->
                run @utils.escalate
                    with reason="the customer asked for a person"
                    with message="I am passing this to a person."
        subagent cancel:
            description: "Cancels an order"
            intent:
                words:
                    - "cancel"
                slots:
                    number: string
                        description: "Digits"
                        pattern: "W([0-9]{4})"
                        answer: "W?([0-9]{4})"
            actions:
                cancel_order:
                    description: "Cancels it"
                    inputs:
                        order_id: string
                            description: "Digits"
                            is_required: True
                    outputs:
                        status: string
                            description: "cancelled"
                    target: "api://cancel_order"
            reply: ->
                collect @variables.number
                    message: "Which order is it?"
                run @actions.cancel_order
                    with order_id=@variables.number
                    set @variables.done = @outputs.status
                    on failure
                        run @utils.escalate
                            with reason="the order system did not answer"
                            with message="I am passing this to a person."
                | Your order {!@variables.number} is {!@variables.done}.
        """;

    private const string Tests = """
        - name: cancels
          tools: { cancel_order: { ok: { status: cancelled } } }
          turns: [ { says: "Please cancel W1001", expect: { intent: cancel, reply: "is cancelled" } } ]
        - name: asks, and cancels
          tools: { cancel_order: { ok: { status: cancelled } } }
          turns: [ { says: "cancel my order", expect: { reply: "Which order" } }, { says: "1002", expect: { reply: "1002 is cancelled" } } ]
        - name: opening hours
          turns: [ { says: "when are you open?", expect: { intent: hours } } ]
        - name: a rule escalates
          customer: { tier: legal }
          turns: [ { says: "cancel W1001", expect: { policy: lawyers, outcome: handed-off } } ]
        - name: a rule refuses
          customer: { tier: minor }
          turns: [ { says: "cancel W1001", expect: { policy: minors } } ]
        - name: the order system is down
          tools: { cancel_order: { failed: unavailable } }
          turns: [ { says: "Please cancel W1003", expect: { outcome: handed-off } } ]
        - name: nobody knows whether it was done
          tools: { cancel_order: { unknown: "no answer" } }
          turns: [ { says: "Please cancel W1003", expect: { outcome: handed-off } } ]
        - name: nothing of ours
          turns: [ { says: "do you sell insurance", expect: { intent: none } } ]
        - name: a person, asked for
          turns: [ { says: "I want a person", expect: { outcome: handed-off } } ]
        """;
}

using System;
using System.Collections.Immutable;
using FunctionsAgent.Agents;
using FunctionsAgent.Guardrails;
using FunctionsAgent.Tools;

namespace RetailSupportCode;

/// <summary>The second sample: the first one, retail-support, in C# alone. Where an order is, how returns work, and a person for everything else.</summary>
public static class RetailSupportCodeAgent
{
    public static Package Package { get; } = new(
        "retail-support-code",
        Revision: 1,
        new Kpi("containment", 0.0, 0.55, "7d", "support-lead@shop.example", "fewer repeat contacts"),
        new Scope(["order status", "returns", "delivery questions"], ["payments", "legal"], "inbox"),
        "America/Chicago",
        new WhereIsMyOrder(),
        Policies: [new HawaiiNotServed()],
        Guards: [new(new SizeGuard()), new(new WriteGuard()), new(new SecretsGuard())],
        Tools: [GetOrder, GetShipment],
        new Texts(
            Greeting: "Hello, this is the shop's support. You can ask me where your order is, or how to return something.",
            Apology: "I am sorry, something went wrong on our side. Your message is kept, and we will look at it.",
            Holding: "Thank you for your message. We are pausing for maintenance; your message is kept and will be answered as soon as we are back.",
            WithPerson: "Thank you. I have added this for the person who is looking after your conversation.",
            HandedOver: "I am passing this to a person, with everything you told me. They will get back to you.",
            Goodbye: "Thank you for contacting us. Goodbye!"));

    private static ToolSpec GetOrder => new(
        "get_order",
        ["api://get_order", "flow://Get_Order"],
        "Looks up one order by its number.",
        ToolEffect.Read,
        new HttpSpec("GET", "${Shop}/orders/{order_id}", TimeSpan.FromSeconds(2), Retries: 2),
        Input: """{"type":"object","required":["order_id"],"properties":{"order_id":{"type":"string","pattern":"^W[0-9]{4,10}$"}},"additionalProperties":false}""",
        Output: """{"type":"object","required":["id","status"],"properties":{"id":{"type":"string"},"status":{"type":"string"}}}""",
        Project: Fields(("id", "$.id"), ("status", "$.status"), ("expected", "$.delivery.expected"), ("delivered_on", "$.delivery.delivered_on"), ("shipment", "$.shipment.id")));

    private static ToolSpec GetShipment => new(
        "get_shipment",
        ["api://get_shipment"],
        "Looks up one shipment: carrier, tracking number, last known place.",
        ToolEffect.Read,
        new HttpSpec("GET", "${Shop}/shipments/{shipment_id}", TimeSpan.FromSeconds(2), Retries: 2),
        Input: """{"type":"object","required":["shipment_id"],"properties":{"shipment_id":{"type":"string","minLength":1,"maxLength":40}},"additionalProperties":false}""",
        Output: """{"type":"object","required":["carrier","tracking_number"]}""",
        Project: Fields(("carrier", "$.carrier"), ("tracking", "$.tracking_number"), ("expected", "$.expected"), ("where", "$.events[-1].location")),
        Classes: Fields(("tracking", "personal"), ("where", "personal")));

    private static ImmutableDictionary<string, string> Fields(params (string Name, string Value)[] fields)
    {
        var all = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in fields) all.Add(name, value);
        return all.ToImmutable();
    }
}

using System;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using AgentScript;
using FunctionsAgent.Agents;

namespace RetailSupportCode;

/// <summary>
/// "Where is my order?": the order, its status, its shipment; a fixed answer about returns; for everything else an honest
/// "I don't know" and the offer of a person. No model.
/// </summary>
public sealed partial class WhereIsMyOrder : IFlow
{
    private const string AskingNumber = "asking-number", OfferingPerson = "offering-person", GotOrder = "got-order", GotShipment = "got-shipment", Idle = "start";
    private const string OrderStatus = "order_status", Returns = "returns", Person = "person";

    public string Name => "where-is-my-order";

    public Step Next(Frame frame, Result? result) => result switch
    {
        CustomerMessage message => Heard(frame, message.Text),
        ToolResult answer when frame.Position == GotOrder => Order(frame, answer),
        ToolResult answer when frame.Position == GotShipment => Shipment(frame, answer),
        _ => new Step(frame with { Position = Idle }, new EndTurn()),
    };

    private static Step Heard(Frame frame, string text)
    {
        var number = OrderNumber().Match(text);
        // On the phone's keys there is no W.
        if (!number.Success && frame.Position == AskingNumber) number = BareNumber().Match(text);
        if (number.Success) return LookUp(frame, number.Groups["digits"].Value);
        if (frame.Position == OfferingPerson && Yes().IsMatch(text)) return ToPerson(frame, "the customer took the offer of a person");
        if (frame.Position == OfferingPerson && No().IsMatch(text))
            return new(frame with { Position = Idle, Intent = Person }, new Reply("All right. Is there anything else I can look up for you?", "public"));
        if (WantsPerson().IsMatch(text)) return ToPerson(frame, "the customer asked for a person");
        if (AboutReturns().IsMatch(text))
            return new(frame with { Position = Idle, Intent = Returns }, new Reply(
                "You can return anything within 30 days of delivery, unused and in its box. Use the label that came with the parcel; the money is back within 5 working days of its arrival.", "public"));
        if (AboutOrder().IsMatch(text) || frame.Position == AskingNumber)
            return new(frame with { Position = AskingNumber, Intent = OrderStatus }, new Ask("Which order is it? The number begins with W, like #W1001, and stands in your confirmation mail."));
        return new(frame with { Position = OfferingPerson }, new Ask(
            "I don't know the answer to that. I can look up where an order is, and I know how returns work. Would you like me to pass this to a person?"));
    }

    private static Step LookUp(Frame frame, string digits)
    {
        var id = "W" + digits;
        // What an earlier order left behind says nothing of this one.
        frame = frame with { Variables = frame.Variables.Clear() };
        return new(frame.With("order", id) with { Position = GotOrder, Intent = OrderStatus }, Call("api://get_order", "order_id", id));
    }

    private static Step Order(Frame frame, ToolResult answer)
    {
        var order = frame.Text("order")!;
        if (!answer.IsOk)
            return answer.Reason is "not_found" or "invalid_arguments"
                ? new(frame with { Position = AskingNumber }, new Ask($"I cannot find an order #{order}. Could you check the number? It begins with W and stands in your confirmation mail.") { Class = "internal" })
                : ToPerson(frame, $"the order system did not answer: {answer.Reason}", "I cannot reach our order system at the moment, so I am passing this to a person, with everything you told me. They will get back to you.");

        var status = Text(answer.Value, "status");
        frame = frame.With("status", status ?? "unknown");
        if (Text(answer.Value, "expected") is { } expected) frame = frame.With("expected", expected);
        if (Text(answer.Value, "delivered_on") is { } delivered) frame = frame.With("delivered", delivered);
        return Text(answer.Value, "shipment") is { } shipment
            ? new(frame with { Position = GotShipment }, Call("api://get_shipment", "shipment_id", shipment))
            : new(frame with { Position = Idle }, new Reply(Sentence(frame, null)));
    }

    private static Step Shipment(Frame frame, ToolResult answer)
    {
        // The order's own answer stands without the shipment's.
        var parcel = answer.IsOk && Text(answer.Value, "tracking") is { } tracking ? $" The tracking number is {tracking} ({Text(answer.Value, "carrier") ?? "carrier unknown"})." : null;
        return new(frame with { Position = Idle }, new Reply(Sentence(frame, parcel), parcel is null ? "internal" : "personal"));
    }

    private static string Sentence(Frame frame, string? parcel)
    {
        var expected = Day(frame.Text("expected"));
        var what = frame.Text("status") switch
        {
            "delivered" => $"was delivered{(Day(frame.Text("delivered")) is { } on ? $" on {on}" : "")}.",
            "cancelled" => "was cancelled.",
            "delayed" => $"is delayed{(expected is null ? "." : $"; it is now expected on {expected}.")}",
            "shipped" => $"has shipped{(expected is null ? "." : $" and is expected on {expected}.")}",
            { } status => $"is {status}{(expected is null ? "." : $"; it is expected on {expected}.")}",
            null => "was found, but I do not know its status.",
        };
        return $"Your order #{frame.Text("order")} {what}{parcel}";
    }

    private static Step ToPerson(Frame frame, string reason, string? text = null) => new(
        frame with { Position = Idle, Intent = Person },
        new Handoff(reason, text ?? "I am passing this to a person, with everything you told me. They will get back to you."));

    private static CallAction Call(string target, string name, string value) =>
        new(target, JsonSerializer.SerializeToElement(new System.Collections.Generic.Dictionary<string, string> { [name] = value }));

    private static string? Text(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var field) && field.ValueKind == JsonValueKind.String ? field.GetString() : null;

    private static string? Day(string? date) =>
        DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day.ToString("dddd, MMMM d, yyyy", CultureInfo.InvariantCulture) : date;

    [GeneratedRegex(@"(?<![\w])#?\s?[Ww]\s?(?<digits>\d{4,10})(?!\w)", RegexOptions.CultureInvariant)]
    private static partial Regex OrderNumber();

    [GeneratedRegex(@"^\s*#?(?<digits>\d{4,10})\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex BareNumber();

    [GeneratedRegex(@"\b(order|parcel|package|delivery|shipment|tracking)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AboutOrder();

    [GeneratedRegex(@"\b(returns?|returning|send (it|this|them) back|refunds?|exchange)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AboutReturns();

    [GeneratedRegex(@"\b(person|human|somebody|someone|representative|real agent|staff)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex WantsPerson();

    [GeneratedRegex(@"^\s*(yes|yeah|yep|please|sure|ok|okay)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Yes();

    [GeneratedRegex(@"^\s*(no|nope|not now|never mind)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex No();
}

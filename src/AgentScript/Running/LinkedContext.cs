using System.Text.Json;
using AgentScript.Expressions;

namespace AgentScript.Running;

/// <summary>Where <c>@Ns.Field</c> of a linked variable is found: in what the channel says, else in what the conversation knows; case does not matter.</summary>
internal static class LinkedContext
{
    public static Value Find(Linked linked, string ns, string field)
    {
        if (Member(linked.Context, $"{ns}.{field}") is { } said) return said;
        if (ns.Equals("customer", StringComparison.OrdinalIgnoreCase) && Member(linked.Customer, field) is { } stated) return stated;
        if (ns.Equals("caller", StringComparison.OrdinalIgnoreCase) && field.Equals("assurance", StringComparison.OrdinalIgnoreCase)) return Value.Of(linked.Assurance);
        return field.ToUpperInvariant() switch
        {
            "CHANNEL" or "CHANNELTYPE" => Value.Of(linked.Channel),
            _ => Value.None,
        };
    }

    private static Value? Member(JsonElement? json, string name)
    {
        if (json is not { ValueKind: JsonValueKind.Object } members) return null;
        foreach (var member in members.EnumerateObject())
        {
            if (member.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) return Value.Of(member.Value);
        }
        return null;
    }
}

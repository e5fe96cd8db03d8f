using System.Text.Json;
using System.Text.Json.Nodes;

namespace FunctionsAgent.Policies;

/// <summary>What must always or never happen: a named, versioned, pure rule.</summary>
public interface IPolicy
{
    RuleInfo Info { get; }

    /// <summary>Null: does not apply.</summary>
    Verdict? Decide(Facts facts);
}

/// <param name="At">message, tool:NAME, reply, input or output.</param>
public sealed record RuleInfo(string Name, string Version, string At, string Description);

/// <summary>What a rule may look at. Stated facts are what somebody says; only the caller's assurance says what is known.</summary>
/// <param name="Customer">Stated by the customer or the system in front of us.</param>
public sealed record Facts(
    string Agent, string Channel, string Assurance, JsonElement? Customer, string Message,
    string? Intent = null, string? Tool = null, JsonElement? Arguments = null)
{
    /// <summary>A stated fact as text, or null when it is absent or no text.</summary>
    public string? Stated(string name) =>
        Customer is { ValueKind: JsonValueKind.Object } customer && customer.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString() : null;
}

/// <summary>A decision with the name and version of the rule that made it, and what it saw.</summary>
/// <param name="Evidence">Names and values safe to keep as data: field names, lengths, limits; never a customer's words.</param>
/// <param name="Text">What the customer is told, where the decision says something to them.</param>
public sealed record Verdict(Do Do, string Rule, string Version, string Reason, JsonObject Evidence, string? Text = null);

public enum Do { Allow, Answer, Ask, Require, Confirm, Redact, Replace, Retry, Refuse, Escalate }

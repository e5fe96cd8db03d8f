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

/// <param name="At">message, tool:NAME (before the call), result:NAME (after it), reply, input or output.</param>
public sealed record RuleInfo(string Name, string Version, string At, string Description);

/// <summary>What a rule may look at. Stated facts are what somebody says; only the caller's assurance says what is known.</summary>
/// <param name="Assurance">none, stated, channel or verified: of the caller.</param>
/// <param name="Customer">Stated by the customer or the system in front of us.</param>
/// <param name="Message">The customer's words of this turn; empty where they are not read.</param>
public sealed record Facts(
    string Agent, string Channel, string Assurance, JsonElement? Customer, string Message,
    string? Intent = null, string? Tool = null, JsonElement? Arguments = null)
{
    /// <summary>What the channel proves or a sign-in verified; null where nobody is known.</summary>
    public string? CallerId { get; init; }

    public string? Conversation { get; init; }

    /// <summary>Turns of the conversation, this one included.</summary>
    public int? Turns { get; init; }

    /// <summary>The script's variables, as they are before this turn or within it.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Variables { get; init; }

    /// <summary>What the call gave, at result:NAME.</summary>
    public JsonElement? Result { get; init; }

    /// <summary>What is about to be said, at reply.</summary>
    public string? Reply { get; init; }

    /// <summary>When the turn's first message came, in the agent's zone: the same in every run.</summary>
    public DateTimeOffset Now { get; init; }

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

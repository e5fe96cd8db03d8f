using System.Collections.Immutable;
using System.Text.Json;
using AgentScript.Running;

namespace AgentScript;

/// <summary>
/// Where a script or flow stands between two steps: everything it needs to go on in another process.
/// JSON-serialisable; equal frames continue equally.
/// </summary>
/// <param name="Position">The script's own name for the place it will continue from.</param>
/// <param name="Step">Effects yielded so far in this conversation: with the turn it keys a call.</param>
/// <param name="Intent">The intent of the request being served; null when none matched.</param>
/// <param name="Machine">The interpreter's own part; null before the first step, and for a flow in C#.</param>
public sealed record Frame(
    string Position, int Step, ImmutableSortedDictionary<string, JsonElement> Variables, string? Intent, Linked Linked, Machine? Machine = null)
{
    public static Frame Start(Linked linked) =>
        new("start", 0, ImmutableSortedDictionary<string, JsonElement>.Empty.WithComparers(StringComparer.Ordinal), null, linked);

    /// <summary>A variable as text, or null.</summary>
    public string? Text(string name) =>
        Variables.TryGetValue(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    public Frame With(string name, JsonElement value) => this with { Variables = Variables.SetItem(name, value) };

    public Frame With(string name, string value) => With(name, JsonSerializer.SerializeToElement(value));
}

/// <summary>Values a script reads and never sets: they are linked to the conversation.</summary>
/// <param name="Assurance">What is known of the caller: none, stated, channel or verified.</param>
/// <param name="Customer">What was stated about the customer: a JSON object.</param>
/// <param name="Context">What the channel knows: a JSON object whose keys are <c>Ns.Field</c> (<c>MessagingSession.Id</c>), in any case.</param>
public sealed record Linked(string Channel, string Assurance, DateTimeOffset Now, JsonElement? Customer, JsonElement? Context = null);

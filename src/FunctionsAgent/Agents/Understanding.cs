using System.Collections.Immutable;
using AgentScript;
using FunctionsAgent.Reasoning;

namespace FunctionsAgent.Agents;

/// <summary>
/// What a script is told of a message beside its words: what a classifier takes it for, the parts it may have, and the typed
/// values in it. Pure: the same package and message give the same on every instance.
/// </summary>
/// <param name="intents">Learned from the script's examples; null where there are fewer than two intents with any.</param>
/// <param name="writing">Nodes that may change something: for those a classifier's word alone is a question, unless it is <see cref="SureToWrite"/>.</param>
public sealed class Understanding(IntentModel? intents, ImmutableHashSet<string> writing, TimeZoneInfo zone, string region)
{
    /// <summary>Confidence at which what changes something is begun without asking.</summary>
    public const double SureToWrite = 0.95;

    /// <summary>Characters that are read: as many as the language reads of a message.</summary>
    private const int MostCharacters = 2_000;

    public static Understanding None { get; } = new(null, [], TimeZoneInfo.Utc, "US");

    /// <summary>The classifier's own view; null without one.</summary>
    public IntentReading? Classify(string text) => intents?.Read(text);

    public CustomerMessage Read(CustomerMessage message)
    {
        var text = message.Text ?? "";
        if (text.Length > MostCharacters) text = text[..MostCharacters];
        var clauses = Clauses.Of(text);
        return message with
        {
            Meaning = Meaning(text),
            Parts = clauses.Length < 2 ? [] : [.. clauses.Select(clause => new MessagePart(clause, Meaning(clause)))],
            Found = TypedValues.In(text, message.At, zone, region),
        };
    }

    private Meaning? Meaning(string text)
    {
        if (intents is null) return null;
        var reading = intents.Read(text);
        return reading.Intent is { } intent && writing.Contains(intent) && reading.Confidence < SureToWrite
            ? new(null, reading.Confidence, [intent])
            : new(reading.Intent, reading.Confidence, reading.Between);
    }
}

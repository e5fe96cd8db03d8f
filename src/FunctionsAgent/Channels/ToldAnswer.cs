using System.Text.Json.Serialization;

namespace FunctionsAgent.Channels;

/// <summary>What a caller who waits is answered.</summary>
/// <param name="Status">replied, handed-off, pending.</param>
internal sealed record ToldAnswer(string ConversationId, string MessageId, string Status, IReadOnlyList<ToldMessage> Messages);

/// <param name="Sources">Sections of articles the words come from.</param>
internal sealed record ToldMessage(string? Role, string? Text, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Sources)
{
    public static ToldMessage Of(TranscriptEvent e) => new(e.Role, e.Text, e.Sources);
}

using System.Collections.Immutable;
using System.Text.Json;

namespace FunctionsAgent.Evaluation;

/// <summary>A text a guard is measured with or learns from.</summary>
/// <param name="Label">As the file says it, numbers as their digits; null: the line has none.</param>
public sealed record EvalGuardsText(string Text, string? Label)
{
    /// <summary>The file's name.</summary>
    public string Source { get; init; } = "";

    /// <summary>JSON lines of <c>{text, label?}</c>. Where other sets name a text context, response or input, a label beside it says something else and is not read. Empty lines are passed over.</summary>
    /// <param name="needLabel">A line without a label is a mistake.</param>
    /// <param name="labels">What a label may be.</param>
    /// <exception cref="FormatException">A line is no such object, or there is none; the message begins with file and line.</exception>
    public static ImmutableArray<EvalGuardsText> Read(string file, IEnumerable<string> lines, bool needLabel, params ReadOnlySpan<string> labels)
    {
        var (texts, number, known) = (ImmutableArray.CreateBuilder<EvalGuardsText>(), 0, labels.ToArray());
        foreach (var line in lines)
        {
            number++;
            if (string.IsNullOrWhiteSpace(line)) continue;
            try
            {
                using var json = JsonDocument.Parse(line);
                var text = Line(json.RootElement);
                if (text.Label is null && needLabel) throw new FormatException("'label' is missing.");
                if (text.Label is { } label && !known.Contains(label)) throw new FormatException($"'label' is '{label}'; it is one of {string.Join(", ", known)}.");
                texts.Add(text with { Source = Path.GetFileName(file) });
            }
            catch (Exception e) when (e is JsonException or FormatException)
            {
                throw new FormatException($"{file}:{number}: {(e is JsonException ? "it is no JSON: " : "")}{e.Message}", e);
            }
        }
        return texts.Count > 0 ? texts.ToImmutable() : throw new FormatException($"{file}: there are no texts in it.");
    }

    private static EvalGuardsText Line(JsonElement line)
    {
        if (line.ValueKind != JsonValueKind.Object) throw new FormatException("a JSON object is expected.");
        if (line.TryGetProperty("text", out var text)) return new(Said(text, "text"), !line.TryGetProperty("label", out var label) ? null : label.ValueKind == JsonValueKind.Number ? label.GetRawText() : Said(label, "label"));
        foreach (var name in (ReadOnlySpan<string>)["context", "response", "input"])
            if (line.TryGetProperty(name, out var other)) return new(Said(other, name), null);
        throw new FormatException("'text' is missing.");
    }

    private static string Said(JsonElement value, string name)
    {
        if (value.ValueKind != JsonValueKind.String) throw new FormatException($"'{name}' is no text.");
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw new FormatException($"'{name}' is no valid text: half of a surrogate pair stands alone.", e);
        }
    }
}

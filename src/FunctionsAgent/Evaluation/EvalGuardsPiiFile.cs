using System.Collections.Immutable;
using System.Text.Json;

namespace FunctionsAgent.Evaluation;

/// <param name="Start">In Unicode code points, as labelled data count them.</param>
public sealed record EvalGuardsPiiSpan(string Entity, int Start, int End);

/// <summary>A text and what is personal in it.</summary>
public sealed record EvalGuardsPiiText(string Text, ImmutableArray<EvalGuardsPiiSpan> Spans);

/// <param name="Spans">Null: only their count is known.</param>
public sealed record EvalGuardsPiiVector(string Recognizer, string Entity, string Text, int Count, ImmutableArray<EvalGuardsPiiSpan>? Spans);

/// <summary>Reads JSON lines of <c>{text, spans:[{entity,start,end}]}</c> and of <c>{recognizer, entity, text, expected_count, expected_spans}</c>; names not asked for are passed over. Places become those of UTF-16.</summary>
public static class EvalGuardsPiiFile
{
    /// <exception cref="FormatException">A line is no such object, or there is none; the message begins with file and line.</exception>
    public static ImmutableArray<EvalGuardsPiiText> Texts(string file, IEnumerable<string> lines) => Read(file, lines, line =>
    {
        var text = Text(line, "text");
        return new EvalGuardsPiiText(text, [.. List(line, "spans").Select(span => Span(text, Text(span, "entity"), Whole(span, "start"), Whole(span, "end")))]);
    });

    /// <inheritdoc cref="Texts"/>
    public static ImmutableArray<EvalGuardsPiiVector> Vectors(string file, IEnumerable<string> lines) => Read(file, lines, line =>
    {
        var (text, entity) = (Text(line, "text"), Text(line, "entity"));
        ImmutableArray<EvalGuardsPiiSpan>? spans = line.TryGetProperty("expected_spans", out var known) && known.ValueKind == JsonValueKind.Null
            ? null : [.. List(line, "expected_spans").Select(span => Pair(text, entity, span))];
        return new EvalGuardsPiiVector(Text(line, "recognizer"), entity, text, Whole(line, "expected_count"), spans);
    });

    private static ImmutableArray<T> Read<T>(string file, IEnumerable<string> lines, Func<JsonElement, T> read)
    {
        var (all, number) = (ImmutableArray.CreateBuilder<T>(), 0);
        foreach (var line in lines)
        {
            number++;
            if (string.IsNullOrWhiteSpace(line)) continue;
            try
            {
                using var json = JsonDocument.Parse(line);
                if (json.RootElement.ValueKind != JsonValueKind.Object) throw new FormatException("a JSON object is expected.");
                all.Add(read(json.RootElement));
            }
            catch (JsonException e)
            {
                throw new FormatException($"{file}:{number}: it is no JSON: {e.Message}", e);
            }
            catch (FormatException e)
            {
                throw new FormatException($"{file}:{number}: {e.Message}", e);
            }
        }
        return all.Count > 0 ? all.ToImmutable() : throw new FormatException($"{file}: there are no texts in it.");
    }

    private static EvalGuardsPiiSpan Pair(string text, string entity, JsonElement span)
    {
        if (span.ValueKind != JsonValueKind.Array || span.GetArrayLength() != 2 || !span[0].TryGetInt32(out var start) || !span[1].TryGetInt32(out var end)) throw new FormatException("an entry of 'expected_spans' is a pair of whole numbers.");
        return Span(text, entity, start, end);
    }

    private static EvalGuardsPiiSpan Span(string text, string entity, int start, int end)
    {
        var (from, to) = (Unit(text, start), Unit(text, end));
        return from >= 0 && to >= from ? new(entity, from, to) : throw new FormatException($"the span {start} to {end} does not lie in the text.");
    }

    private static int Unit(string text, int point)
    {
        if (point < 0) return -1;
        var unit = 0;
        for (; point > 0 && unit < text.Length; point--) unit += char.IsHighSurrogate(text[unit]) && unit + 1 < text.Length ? 2 : 1;
        return point == 0 ? unit : -1;
    }

    private static JsonElement.ArrayEnumerator List(JsonElement line, string name) =>
        line.ValueKind == JsonValueKind.Object && line.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : throw new FormatException($"'{name}' is missing, or no list.");

    private static int Whole(JsonElement line, string name) =>
        line.ValueKind == JsonValueKind.Object && line.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= 0 ? number : throw new FormatException($"'{name}' is missing, or no whole number from 0 on.");

    private static string Text(JsonElement line, string name)
    {
        if (line.ValueKind != JsonValueKind.Object || !line.TryGetProperty(name, out var value) || value.ValueKind != JsonValueKind.String) throw new FormatException($"'{name}' is missing, or no text.");
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

using System.Collections.Immutable;
using System.Text.Json;

namespace FunctionsAgent.Evaluation;

/// <summary>Labelled answers and calls as JSON lines. Empty lines are passed over; names that are not asked for, too.</summary>
public static class EvalGuardsLines
{
    /// <exception cref="FormatException">A line is not <c>{context, response, label}</c>, or there is none; the message begins with file and line.</exception>
    public static ImmutableArray<EvalGuardsGroundingExample> Grounding(string file, IEnumerable<string> lines) =>
        Read(file, lines, (line, _) => new EvalGuardsGroundingExample(Text(line, "context"), Text(line, "response"), Label(line)));

    /// <exception cref="FormatException">A line is not <c>{tool: {name, parameters_json_schema}, call: {name, arguments}, valid}</c>, or there is none; the message begins with file and line.</exception>
    public static ImmutableArray<EvalGuardsToolCallExample> ToolCalls(string file, IEnumerable<string> lines) => Read(file, lines, (line, number) =>
    {
        var (tool, call) = (Object(line, "tool"), Object(line, "call"));
        var arguments = call.TryGetProperty("arguments", out var given) ? given.GetRawText() : "{}";
        return new EvalGuardsToolCallExample(number, Text(tool, "name"), Object(tool, "parameters_json_schema").GetRawText(), Text(call, "name"), arguments, Bool(line, "valid"));
    });

    private static ImmutableArray<T> Read<T>(string file, IEnumerable<string> lines, Func<JsonElement, int, T> read)
    {
        var (examples, number) = (ImmutableArray.CreateBuilder<T>(), 0);
        foreach (var line in lines)
        {
            number++;
            if (string.IsNullOrWhiteSpace(line)) continue;
            try
            {
                using var json = JsonDocument.Parse(line);
                if (json.RootElement.ValueKind != JsonValueKind.Object) throw new FormatException("a JSON object is expected.");
                examples.Add(read(json.RootElement, number));
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
        return examples.Count > 0 ? examples.ToImmutable() : throw new FormatException($"{file}: there are no examples in it.");
    }

    private static JsonElement Need(JsonElement line, string name) => line.TryGetProperty(name, out var value) ? value : throw new FormatException($"'{name}' is missing.");

    private static JsonElement Object(JsonElement line, string name) => Need(line, name) is { ValueKind: JsonValueKind.Object } value ? value : throw new FormatException($"'{name}' is no JSON object.");

    private static bool Bool(JsonElement line, string name) => Need(line, name) is { ValueKind: JsonValueKind.True or JsonValueKind.False } value ? value.GetBoolean() : throw new FormatException($"'{name}' is neither true nor false.");

    private static bool Label(JsonElement line) => Need(line, "label") switch
    {
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        { ValueKind: JsonValueKind.Number } number when number.TryGetInt32(out var label) && label is (0 or 1) => label == 1,
        _ => throw new FormatException("'label' is neither 0 nor 1."),
    };

    private static string Text(JsonElement line, string name)
    {
        var value = Need(line, name);
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

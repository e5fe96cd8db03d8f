using System.Collections.Immutable;
using System.Text.Json;
using FunctionsAgent.Reasoning;

namespace FunctionsAgent.Evaluation;

/// <param name="Split">train, val or test, with or without oos_ before it; null: the file does not say.</param>
public sealed record EvalIntentsExample(LabelledText Labelled, string? Split)
{
    public bool IsIn(string split) => Split is not null && (Split == split || Split == "oos_" + split);
}

/// <summary>Labelled messages as JSON lines of <c>{text, intent, split?}</c>; the intent <c>oos</c> is none. Empty lines are passed over; names that are not asked for, too.</summary>
public static class EvalIntentsFile
{
    private const string OutOfScope = "oos";

    private static readonly ImmutableArray<string> Splits = ["train", "val", "test", "oos_train", "oos_val", "oos_test"];

    /// <exception cref="FormatException">A line is no such object, or there is none; the message begins with file and line.</exception>
    public static ImmutableArray<EvalIntentsExample> Read(string file, IEnumerable<string> lines)
    {
        var (examples, number) = (ImmutableArray.CreateBuilder<EvalIntentsExample>(), 0);
        foreach (var line in lines)
        {
            number++;
            if (string.IsNullOrWhiteSpace(line)) continue;
            try
            {
                using var json = JsonDocument.Parse(line);
                examples.Add(Example(json.RootElement));
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

    private static EvalIntentsExample Example(JsonElement line)
    {
        if (line.ValueKind != JsonValueKind.Object) throw new FormatException("a JSON object is expected.");
        var (text, intent, split) = (Text(line, "text"), Text(line, "intent"), line.TryGetProperty("split", out _) ? Text(line, "split") : null);
        if (split is not null && !Splits.Contains(split)) throw new FormatException($"'split' is '{split}'; it is one of {string.Join(", ", Splits)}.");
        return new(new(text, intent == OutOfScope ? null : intent), split);
    }

    private static string Text(JsonElement line, string name)
    {
        if (!line.TryGetProperty(name, out var value)) throw new FormatException($"'{name}' is missing.");
        if (value.ValueKind != JsonValueKind.String) throw new FormatException($"'{name}' is no text.");
        try
        {
            return value.GetString() is { Length: > 0 } text ? text : throw new FormatException($"'{name}' is empty.");
        }
        catch (InvalidOperationException e)
        {
            throw new FormatException($"'{name}' is no valid text: half of a surrogate pair stands alone.", e);
        }
    }
}

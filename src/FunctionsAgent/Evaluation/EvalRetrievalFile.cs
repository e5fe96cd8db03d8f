using System.Collections.Immutable;
using System.Text.Json;

namespace FunctionsAgent.Evaluation;

/// <summary>Documents and queries as JSON lines. Empty lines are passed over; names that are not asked for, too.</summary>
public static class EvalRetrievalFile
{
    /// <exception cref="FormatException">A line is no such object, or names a document twice; the message begins with file and line.</exception>
    public static ImmutableArray<EvalDocument> Documents(string file, IEnumerable<string> lines)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        return Read(file, lines, "documents", line => new EvalDocument(Text(line, "id"), Text(line, "title", optional: true), Text(line, "text")) is var document && ids.Add(document.Id)
            ? document
            : throw new FormatException($"the document '{document.Id}' stands there a second time."));
    }

    /// <param name="documents">What queries may name as relevant.</param>
    /// <exception cref="FormatException">A line is no such object, or names no document or an unknown one.</exception>
    public static ImmutableArray<EvalQuery> Queries(string file, IEnumerable<string> lines, ImmutableArray<EvalDocument> documents)
    {
        var ids = documents.Select(d => d.Id).ToHashSet(StringComparer.Ordinal);
        return Read(file, lines, "queries", line =>
        {
            var query = new EvalQuery(Text(line, "id"), Text(line, "text"), Relevant(line));
            return query.Relevant.FirstOrDefault(id => !ids.Contains(id)) is { } unknown ? throw new FormatException($"'relevant' names '{unknown}', which is no document.") : query;
        });
    }

    private static ImmutableArray<T> Read<T>(string file, IEnumerable<string> lines, string what, Func<JsonElement, T> read)
    {
        var (found, number) = (ImmutableArray.CreateBuilder<T>(), 0);
        foreach (var line in lines)
        {
            number++;
            if (string.IsNullOrWhiteSpace(line)) continue;
            try
            {
                using var json = JsonDocument.Parse(line);
                if (json.RootElement.ValueKind != JsonValueKind.Object) throw new FormatException("a JSON object is expected.");
                found.Add(read(json.RootElement));
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
        return found.Count > 0 ? found.ToImmutable() : throw new FormatException($"{file}: there are no {what} in it.");
    }

    private static string Text(JsonElement line, string name, bool optional = false)
    {
        if (optional && !line.TryGetProperty(name, out _)) return "";
        if (!line.TryGetProperty(name, out var value)) throw new FormatException($"'{name}' is missing.");
        return value.ValueKind == JsonValueKind.String ? value.GetString()! : throw new FormatException($"'{name}' is no text.");
    }

    private static ImmutableArray<string> Relevant(JsonElement line)
    {
        if (!line.TryGetProperty("relevant", out var value)) throw new FormatException("'relevant' is missing.");
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() == 0 || value.EnumerateArray().Any(id => id.ValueKind != JsonValueKind.String))
            throw new FormatException("'relevant' is no list of at least one document's id.");
        return [.. value.EnumerateArray().Select(id => id.GetString()!).Distinct(StringComparer.Ordinal)];
    }
}

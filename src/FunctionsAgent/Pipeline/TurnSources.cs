using System.Collections.Immutable;
using System.Text.Json;
using FunctionsAgent.Agents;
using FunctionsAgent.Conversations;
using FunctionsAgent.Guardrails;
using FunctionsAgent.Knowledge;

namespace FunctionsAgent.Pipeline;

/// <summary>What an answer may be made of: what tools gave a model, the sections it was shown, what the script keeps and told it, and what was said before.</summary>
internal static class TurnSources
{
    public static ImmutableArray<PassageSource> Of(Work work, KnowledgeIndex? index)
    {
        var state = work.State;
        var sources = ImmutableArray.CreateBuilder<PassageSource>();
        foreach (var exchange in state.Frame?.Machine?.Exchanges ?? [])
            foreach (var (call, result) in exchange.Calls.Zip(exchange.Results)) sources.Add(new($"tool:{call.Name}", Readable(result)));
        foreach (var id in state.Sources ?? [])
            if (Section(index, id) is { } section) sources.Add(new($"article:{id}", $"{section.Heading}\n{section.Text}"));
        if (state.Frame is { Variables.Count: > 0 } frame)
            sources.Add(new("script", string.Join('\n', frame.Variables.Where(v => v.Value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined)).OrderBy(v => v.Key, StringComparer.Ordinal).Select(v => $"{v.Key.Replace('_', ' ')}: {Readable(v.Value)}"))));
        foreach (var said in state.History ?? []) sources.Add(new(said.Role == "customer" ? "customer" : "history", said.Text));
        if (state.Told is { Length: > 0 } told) sources.Add(new("script", told));
        sources.Add(new("script", string.Join('\n', [work.Package.Name, .. work.Package.Scope.Does, .. work.Package.Scope.DoesNot, work.Package.Texts.Greeting])));
        return sources.ToImmutable();
    }

    private static Section? Section(KnowledgeIndex? index, string id)
    {
        var parts = id.Split('#', 2);
        return index?.Find(parts[0])?.Sections.FirstOrDefault(section => parts.Length == 1 || section.Anchor == parts[1]);
    }

    /// <summary>A result is JSON: names and values as words, a line each.</summary>
    private static string Readable(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return Readable(document.RootElement);
        }
        catch (JsonException)
        {
            // Long results are cut, and are no JSON any more.
            return json;
        }
    }

    private static string Readable(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => string.Join('\n', value.EnumerateObject().Select(field => $"{field.Name.Replace('_', ' ')}: {Readable(field.Value)}")),
        JsonValueKind.Array => string.Join('\n', value.EnumerateArray().Select(Readable)),
        JsonValueKind.String => value.GetString()!,
        _ => value.GetRawText(),
    };
}

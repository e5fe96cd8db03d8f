using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentScript;
using FunctionsAgent.Agents;
using FunctionsAgent.Conversations;
using FunctionsAgent.Knowledge;
using EventTypes = FunctionsAgent.Conversations.EventTypes;

namespace FunctionsAgent.Pipeline;

/// <summary>
/// The tool that every package with articles has: <c>knowledge://search</c>. Input <c>query</c>; outputs <c>answer</c> (sentences
/// copied from one section, absent where none is near enough), <c>source</c>, <c>title</c>, and <c>passages</c> for a model.
/// </summary>
internal static class KnowledgeSearch
{
    public const string Target = PackageReader.KnowledgeTarget, Tool = PackageReader.KnowledgeTool;

    private const int Sections = 3, PassageCharacters = 1_200;

    /// <summary>Whom articles with an audience may be shown to: <c>verified</c> callers, and those whose token has the scope of that name.</summary>
    public static Reader ReaderOf(Caller? caller) => caller is null ? Reader.Anybody : new(
        [.. (caller.Scope ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries), .. Caller.Reaches(caller.Assurance, "verified") ? ["verified"] : (string[])[]]);

    /// <returns>The result for the flow, what the log keeps of it, and the section the answer is from.</returns>
    public static (AgentScript.ToolResult Result, JsonObject Data, ImmutableArray<Piece> Content, string? Source) Call(KnowledgeIndex? index, CallAction call, Caller? caller)
    {
        var query = call.Arguments.ValueKind == JsonValueKind.Object && call.Arguments.TryGetProperty("query", out var said) && said.ValueKind == JsonValueKind.String ? said.GetString()! : "";
        var data = new JsonObject();
        if (index is null || query.Length == 0)
        {
            (data["outcome"], data["class"]) = ("failed", index is null ? "not_found" : "invalid_arguments");
            return (new("failed", default, index is null ? "not_found" : "invalid_arguments"), data, [], null);
        }
        var hits = index.Search(query, ReaderOf(caller), Sections);
        var answer = ExtractiveAnswer.Of(query, hits, index);
        data["outcome"] = "ok";
        data["hits"] = new JsonArray([.. hits.Select(h => (JsonNode)h.Source)]);
        if (answer is not null) (data["source"], data["confidence"]) = (answer.Source, Math.Round(answer.Confidence, 3));
        var value = new JsonObject { ["passages"] = new JsonArray([.. hits.Select(h => (JsonNode)new JsonObject { ["source"] = h.Source, ["heading"] = h.Section.Heading, ["text"] = Cut(h.Section.Text) })]) };
        if (answer is not null) (value["answer"], value["source"], value["title"]) = (answer.Text, answer.Source, answer.Title);
        var element = JsonSerializer.SerializeToElement(value);
        var provenance = answer is null ? $"tool:{Tool}" : $"article:{answer.Source.Split('#')[0]}";
        return (new("ok", element, Classes: ImmutableDictionary<string, string>.Empty.Add("answer", "public").Add("source", "public").Add("title", "public").Add("passages", "public")),
            data, [.. element.EnumerateObject().Select(p => new Piece($"result.{p.Name}", "public", provenance, p.Value.GetRawText()))], answer?.Source);
    }

    /// <summary>Sentences that answer the words of the turn; null where no section is near enough.</summary>
    public static ExtractiveAnswer? Extract(KnowledgeIndex index, Work work)
    {
        var words = PolicyRound.Words(work);
        return ExtractiveAnswer.Of(words, index.Search(words, ReaderOf(work.State.Caller), Sections), index);
    }

    private static string Cut(string text) => text.Length <= PassageCharacters ? text : text[..(char.IsHighSurrogate(text[PassageCharacters - 1]) ? PassageCharacters - 1 : PassageCharacters)];
}

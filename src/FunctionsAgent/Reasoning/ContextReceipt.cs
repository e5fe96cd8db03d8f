using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace FunctionsAgent.Reasoning;

/// <summary>What a question to a model is made of: counts and ids, and no words. The data of <c>ContextBuilt</c>.</summary>
/// <param name="Articles">Sections that were sent, the best first: <c>returns#without-a-receipt</c>.</param>
public sealed record ContextReceipt(ImmutableArray<SourceReceipt> Sources, ContextBreach? Breach, ImmutableArray<string> Articles)
{
    /// <summary>Tokens that were sent, of all sources.</summary>
    public int Total => Sources.Sum(source => source.Sent);

    public SourceReceipt Of(string source) => Sources.Single(receipt => receipt.Source == source);

    public JsonObject ToJson() => new()
    {
        ["sources"] = new JsonObject(Sources.Select(source => KeyValuePair.Create<string, JsonNode?>(source.Source, source.ToJson()))),
        ["total"] = Total,
        ["breach"] = Breach is null ? null : new JsonObject { ["source"] = Breach.Source, ["by"] = Breach.By },
        ["articles"] = new JsonArray([.. Articles.Select(id => JsonValue.Create(id))]),
    };
}

/// <summary>One source, in tokens and in items (texts, messages, sections, exchanges).</summary>
/// <param name="Source">instructions, history, knowledge, tools or words.</param>
/// <param name="CutItems">Left out or shortened.</param>
public sealed record SourceReceipt(string Source, int Budget, int Offered, int Sent, int OfferedItems, int SentItems, int CutItems)
{
    /// <summary>Tokens.</summary>
    public int Cut => Math.Max(0, Offered - Sent);

    public JsonObject ToJson() => new()
    {
        ["budget"] = Budget, ["offered"] = Offered, ["sent"] = Sent, ["cut"] = Cut,
        ["offeredItems"] = OfferedItems, ["sentItems"] = SentItems, ["cutItems"] = CutItems,
    };
}

/// <summary>A source whose budget is too small for what may not be cut.</summary>
/// <param name="By">Tokens above the budget.</param>
public sealed record ContextBreach(string Source, int By)
{
    public override string ToString() => $"{Source} by {By} tokens";
}

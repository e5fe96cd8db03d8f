using System.Collections.Immutable;
using System.Text;
using FunctionsAgent.Knowledge;

namespace FunctionsAgent.Reasoning;

/// <summary>Sections of articles, each in a block of its own that names its source. The last one that finds room may be cut.</summary>
internal sealed record ContextKnowledge(string Blocks, ImmutableArray<string> Sources, SourceReceipt Receipt)
{
    /// <summary>Tokens below which the beginning of a section says nothing.</summary>
    private const int LeastOfText = 60;

    public static ContextKnowledge Of(ImmutableArray<Hit> hits, ContextFence fence, int budget, Tokens tokens)
    {
        var blocks = new StringBuilder();
        var sources = ImmutableArray.CreateBuilder<string>();
        var (offered, sent, whole) = (0, 0, 0);
        var full = false;
        foreach (var hit in hits)
        {
            var block = fence.Block(Label(hit), Text(hit));
            var count = tokens.Count(block);
            offered += count;
            if (full || sources.Contains(hit.Source)) continue;
            var taken = count <= budget - sent ? block : Cut(hit, fence, budget - sent, tokens);
            full = taken != block;
            if (!full) whole++;
            if (taken.Length == 0) continue;
            blocks.Append(taken);
            sent += tokens.Count(taken);
            sources.Add(hit.Source);
        }

        return new(blocks.ToString(), sources.ToImmutable(), new("knowledge", budget, offered, sent, hits.Length, sources.Count, hits.Length - whole));
    }

    private static string Cut(Hit hit, ContextFence fence, int room, Tokens tokens)
    {
        for (var text = room - tokens.Count(fence.Frame(Label(hit))) - 1; text >= LeastOfText; text--)
        {
            var block = fence.Block(Label(hit), tokens.Head(Text(hit), text) + "…");
            if (tokens.Count(block) <= room) return block;
        }

        return "";
    }

    private static string Label(Hit hit) => $"source={OneLine.Of(hit.Source)}";

    private static string Text(Hit hit) => $"{OneLine.Of(hit.Section.Heading)}\n{hit.Section.Text}";
}

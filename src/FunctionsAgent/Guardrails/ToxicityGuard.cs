using System.Text.Json.Nodes;
using FunctionsAgent.Policies;
using FunctionsAgent.Reasoning;

namespace FunctionsAgent.Guardrails;

/// <summary>A reply with words that no company says, or that reads as hate or offence, is replaced by an apology.</summary>
public sealed class ToxicityGuard(ToxicityDetector? detector = null) : IGuard
{
    private const string Apology = "I am sorry, I could not put my answer well. Could you ask me again, or shall I bring in a person?";

    private static readonly Lazy<PhraseRules> Words = new(() => PhraseRules.Embedded("toxic-words.txt"));

    private readonly ToxicityDetector detector = detector ?? ToxicityDetector.Shared;

    public RuleInfo Info { get; } = new("toxicity", "1", "output", "A reply with a word of the lists, or that reads as hate or offence, is replaced by an apology.");

    /// <summary>A reply that could not be judged is not sent.</summary>
    public FailMode Fails => FailMode.Closed;

    public ValueTask<Verdict> CheckAsync(Passage passage, CancellationToken ct)
    {
        var reading = detector.Read(passage.Text);
        var lists = new List<string>(0);
        using (var folded = FoldedText.Of(passage.Text)) Words.Value.Find(folded, lists);
        var evidence = new JsonObject { ["score"] = reading.Margin, ["threshold"] = reading.Threshold, ["lists"] = new JsonArray([.. lists.Select(list => (JsonNode)list)]) };
        if (reading.Certain) evidence["class"] = reading.Label;
        return ValueTask.FromResult(reading.Certain || lists.Count > 0
            ? new Verdict(Do.Replace, Info.Name, Info.Version, "toxic reply", evidence, Apology)
            : new Verdict(Do.Allow, Info.Name, Info.Version, "nothing toxic", evidence));
    }
}

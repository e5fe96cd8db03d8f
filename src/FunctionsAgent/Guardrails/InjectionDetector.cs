using System.Buffers;
using System.Collections.Immutable;
using FunctionsAgent.Reasoning;

namespace FunctionsAgent.Guardrails;

/// <summary>
/// Tells whether a text talks to the model: a classifier, phrases of four languages, and both again over what is hidden in the text (encodings, reversed or rotated letters, markup that nobody sees).
/// What is hidden within something hidden is not looked for. Deterministic, linear in the text, safe for many threads.
/// </summary>
public sealed class InjectionDetector
{
    /// <summary>A few tag characters may be a broken flag; more are a message that only a model reads.</summary>
    private const int FewestTags = 4;

    /// <summary>By which models are told who speaks; in a message they are forged.</summary>
    private static readonly SearchValues<string> RoleMarks = SearchValues.Create(["<|im_start|>", "<|im_end|>", "<|system|>", "<|endoftext|>", "[INST]", "[/INST]", "<<SYS>>", "<system>", "</system>"], StringComparison.OrdinalIgnoreCase);

    private static readonly Lazy<PhraseRules> Phrases = new(() => PhraseRules.Embedded("injection-phrases.txt"));

    private readonly HashedModel model;

    internal InjectionDetector(HashedModel model) => this.model = model;

    /// <summary>With the model that comes with the program.</summary>
    public static InjectionDetector Shared => Embedded.Value;

    private static readonly Lazy<InjectionDetector> Embedded = new(() => new(GuardModels.Injection));

    /// <summary>Never throws.</summary>
    public InjectionReading Read(string text)
    {
        var rules = new List<string>(0);
        using var folded = FoldedText.Of(text);
        var (found, score) = Judge(folded, rules);
        if (folded.Tags >= FewestTags) (found, _) = (true, Named(rules, "tag-characters"));
        if (text.AsSpan().ContainsAny(RoleMarks)) (found, _) = (true, Named(rules, "role-marks"));
        if (folded.Invisible > 0) Named(rules, "invisible-characters");
        if (folded.Mixed > 0) Named(rules, "mixed-scripts");
        foreach (var (rule, hidden) in HiddenText.In(text, folded))
        {
            using var shown = FoldedText.Of(hidden);
            var (attack, of) = Judge(shown, rules);
            score = Math.Max(score, of);
            if (attack) (found, _) = (true, Named(rules, rule));
        }
        return new(found, Math.Round(score, 3), Math.Round(model.Threshold, 3), [.. rules]);
    }

    private (bool Found, float Score) Judge(FoldedText text, List<string> rules)
    {
        var before = rules.Count;
        Phrases.Value.Find(text, rules);
        var score = InjectionModel.Highest(model, text);
        return (rules.Count > before || score > model.Threshold, score);
    }

    private static bool Named(List<string> rules, string rule)
    {
        if (!rules.Contains(rule)) rules.Add(rule);
        return true;
    }
}

using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json.Nodes;
using FunctionsAgent.Policies;

namespace FunctionsAgent.Guardrails;

/// <summary>What becomes of an answer with claims that no source supports: they are taken out, it is written once more, or a person takes over.</summary>
public enum Unsupported { Remove, Rewrite, Person }

/// <summary>A model says what the turn's sources say, and nothing else.</summary>
/// <param name="judge">Null: the lexical score stands.</param>
/// <param name="known">What is always so and may always be said: the agent's and the company's names.</param>
/// <param name="provenances">Whose words are judged. What a script says is the script's.</param>
/// <remarks>Where a removal would leave no claim at all, the answer is written once more instead: greetings alone answer nothing.</remarks>
public sealed class GroundingGuard(
    Unsupported unsupported = Unsupported.Remove, IGroundingJudge? judge = null, double threshold = Grounding.Threshold, ImmutableArray<string> known = default, IEnumerable<string>? provenances = null) : IGuard
{
    private readonly FrozenSet<string> _judged = (provenances ?? ["model"]).ToFrozenSet(StringComparer.Ordinal);
    private readonly ImmutableArray<PassageSource> _known = known.IsDefaultOrEmpty ? [] : [new PassageSource("script", string.Join('\n', known))];

    public RuleInfo Info { get; } = new("grounding", "1", "output", $"Figures, days, names and addresses a model says are in this turn's sources, and so are the words of what else it claims; otherwise: {unsupported.ToString().ToLowerInvariant()}.");

    /// <summary>A megabyte of sources takes half a second.</summary>
    public TimeSpan Deadline { get; } = TimeSpan.FromSeconds(2);

    public FailMode Fails => FailMode.Closed;

    public async ValueTask<Verdict> CheckAsync(Passage passage, CancellationToken ct)
    {
        if (!_judged.Contains(passage.Provenance)) return new(Do.Allow, Info.Name, Info.Version, "not a model's words", []);
        var sources = passage.Sources.IsDefault ? _known : passage.Sources.AddRange(_known);
        var reading = Grounding.Ground(passage.Text, sources, threshold);
        if (judge is not null) reading = await Judged(reading, passage.Text, sources, ct);
        var evidence = Evidence(reading);
        if (reading.IsSupported) return new(Do.Allow, Info.Name, Info.Version, reading.Claims == 0 ? "nothing is claimed" : "every claim is in the sources", evidence);
        var isAnyLeft = reading.Sentences.Any(sentence => sentence.IsClaim && sentence.IsSupported);
        return unsupported switch
        {
            Unsupported.Person => new(Do.Escalate, Info.Name, Info.Version, "a claim is in no source", evidence),
            Unsupported.Remove when isAnyLeft => new(Do.Replace, Info.Name, Info.Version, "what is in no source was taken out", evidence, GroundingRest.Of(passage.Text, reading)),
            _ => new(Do.Retry, Info.Name, Info.Version, unsupported == Unsupported.Remove ? "no claim is in the sources" : "a claim is in no source", evidence),
        };
    }

    private async ValueTask<GroundingReading> Judged(GroundingReading reading, string text, ImmutableArray<PassageSource> sources, CancellationToken ct)
    {
        var asked = reading.Sentences.Where(sentence => sentence.IsClaim && sentence.Missing.IsEmpty).ToImmutableArray();
        if (asked.IsEmpty) return reading;
        var scores = await judge!.JudgeAsync([.. asked.Select(sentence => text.Substring(sentence.Start, sentence.Length))], sources, ct);
        if (scores.Length != asked.Length) throw new InvalidOperationException($"The judge of grounding was asked about {asked.Length} claims and answered {scores.Length}.");
        var judged = asked.Zip(scores, (sentence, score) => sentence with { Score = score, IsSupported = score >= JudgedThreshold }).ToDictionary(sentence => sentence.Start);
        return reading with { Sentences = [.. reading.Sentences.Select(sentence => judged.GetValueOrDefault(sentence.Start, sentence))] };
    }

    /// <summary>A judge says how probable it is; rather than not.</summary>
    private const double JudgedThreshold = 0.5;

    /// <summary>Counts, scores and the names of sources.</summary>
    private static JsonObject Evidence(GroundingReading reading)
    {
        var evidence = new JsonObject { ["sentences"] = reading.Sentences.Length, ["claims"] = reading.Claims, ["unsupported"] = reading.Unsupported };
        if (reading.Claims == 0) return evidence;
        evidence["weakest"] = Math.Round(reading.Weakest, 3);
        if (Counts(reading.Sentences.SelectMany(sentence => sentence.Missing).Select(kind => kind.ToString().ToLowerInvariant())) is { Count: > 0 } missing) evidence["missing"] = missing;
        if (Counts(reading.Sentences.Where(sentence => sentence.IsSupported).SelectMany(sentence => sentence.Sources)) is { Count: > 0 } sources) evidence["sources"] = sources;
        return evidence;
    }

    private static JsonObject Counts(IEnumerable<string> names) =>
        new([.. names.CountBy(name => name, StringComparer.Ordinal).OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))]);
}

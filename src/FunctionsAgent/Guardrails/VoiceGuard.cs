using System.Collections.Immutable;
using System.Text.Json.Nodes;
using FunctionsAgent.Policies;

namespace FunctionsAgent.Guardrails;

/// <summary>What becomes of a reply with a phrase the brand never says: the phrase goes, or the reply is written once more.</summary>
public enum Unvoiced { Replace, Rewrite }

/// <summary>Every reply has a brand voice score in its evidence; what the brand never says, and promises, do not leave in a model's words.</summary>
/// <remarks>
/// Replace: what <c>preferred</c> says otherwise is put in its place, an avoided phrase is cut out of its sentence, a sentence with a promise is taken out. Where nothing but courtesies would
/// be left, the reply is written once more. What a script says is scored and goes as it is.
/// </remarks>
public sealed class VoiceGuard(VoiceRules rules, Unvoiced unvoiced = Unvoiced.Replace) : IGuard
{
    private readonly BrandVoice _voice = new(rules);
    private readonly VoiceRewording _rewording = new(rules);

    public RuleInfo Info { get; } = new("voice", "1", "output", $"Replies are scored against the brand's voice; avoided phrases and promises of a model: {unvoiced.ToString().ToLowerInvariant()}.");

    public FailMode Fails => FailMode.Open;

    public ValueTask<Verdict> CheckAsync(Passage passage, CancellationToken ct)
    {
        var reading = _voice.Score(passage.Text, passage.Channel, Customer(passage.Sources));
        var evidence = Evidence(reading);
        var isForbidden = reading.Has(VoiceFault.Avoided) || reading.Has(VoiceFault.Instead) || reading.Has(VoiceFault.Promise);
        if (!isForbidden || passage.Provenance != "model") return ValueTask.FromResult(new Verdict(Do.Allow, Info.Name, Info.Version, isForbidden ? "not a model's words" : "nothing the brand never says", evidence));
        var reworded = unvoiced == Unvoiced.Replace ? _rewording.Of(passage.Text) : null;
        return ValueTask.FromResult(reworded is null
            ? new Verdict(Do.Retry, Info.Name, Info.Version, "what the brand never says", evidence)
            : new Verdict(Do.Replace, Info.Name, Info.Version, "what the brand never says was put otherwise", evidence, reworded));
    }

    private static string? Customer(ImmutableArray<PassageSource> sources) =>
        sources.IsDefaultOrEmpty ? null : string.Join('\n', sources.Where(source => source.Provenance == "customer").Select(source => source.Text));

    /// <summary>The score and the points of each deduction by its name, so that weeks can be compared.</summary>
    private static JsonObject Evidence(BrandVoiceReading reading)
    {
        var evidence = new JsonObject { ["score"] = reading.Score, ["words"] = reading.Words };
        if (reading.Ease is { } ease) evidence["ease"] = Math.Round(ease);
        if (!reading.Deductions.IsEmpty) evidence["deductions"] = new JsonObject(reading.Deductions.Select(deduction => KeyValuePair.Create(deduction.Fault.ToString().ToLowerInvariant(), (JsonNode?)deduction.Points)));
        return evidence;
    }
}

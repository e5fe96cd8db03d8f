using System.Text.Json.Nodes;
using FunctionsAgent.Policies;
using FunctionsAgent.Reasoning;

namespace FunctionsAgent.Guardrails;

/// <summary>Who speaks of harming themselves, of threatening others or of being threatened is brought to a person. By phrases, a list a language (English, German, Spanish), not by single words: "this app is killing me" is none.</summary>
public sealed class HarmGuard : IGuard
{
    private static readonly Lazy<PhraseRules> Phrases = new(() => PhraseRules.Embedded("harm-phrases.txt"));

    public RuleInfo Info { get; } = new("harm", "1", "input", "Words of self-harm and violence lead to a person.");

    /// <summary>A message that could not be judged is served: silence helps nobody.</summary>
    public FailMode Fails => FailMode.Open;

    public ValueTask<Verdict> CheckAsync(Passage passage, CancellationToken ct)
    {
        using var folded = FoldedText.Of(passage.Text);
        var found = new List<string>(0);
        Phrases.Value.Find(folded, found);
        if (found.Count == 0) return ValueTask.FromResult(new Verdict(Do.Allow, Info.Name, Info.Version, "nothing of harm", []));
        // Who may harm themselves comes first.
        found.Sort(StringComparer.Ordinal);
        var evidence = new JsonObject { ["rules"] = new JsonArray([.. found.Select(rule => (JsonNode)rule)]) };
        return ValueTask.FromResult(new Verdict(Do.Escalate, Info.Name, Info.Version, found[0].StartsWith("self-harm", StringComparison.Ordinal) ? "self-harm" : "violence", evidence, Text(found[0])));
    }

    private static string Text(string rule) => rule switch
    {
        "self-harm/de" => "Was Sie schreiben, beunruhigt mich. Ich hole sofort einen Menschen dazu. Wenn Sie in Gefahr sind, rufen Sie bitte gleich den Notruf 112 an.",
        "self-harm/es" => "Me preocupa lo que escribe. Aviso ahora mismo a una persona. Si está en peligro, llame por favor enseguida al número de emergencias de su país.",
        "violence/de" => "Ich hole sofort einen Menschen dazu. Wenn jemand in Gefahr ist, rufen Sie bitte gleich den Notruf 112 an.",
        "violence/es" => "Aviso ahora mismo a una persona. Si alguien está en peligro, llame por favor enseguida al número de emergencias de su país.",
        "violence/en" => "I am bringing in a person right away. If anybody is in danger, please call your local emergency number now.",
        _ => "I am worried about what you write, and I am bringing in a person right away. If you are in danger, please call your local emergency number now.",
    };
}

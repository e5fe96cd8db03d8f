using System.Text.Json.Nodes;
using FunctionsAgent.Policies;

namespace FunctionsAgent.Guardrails;

/// <summary>A message that talks to the model instead of to the company is answered with a request to say what is needed; no model reads it.</summary>
/// <remarks>It fails open: what a customer may do is held by policies, scopes and the rules of writing tools behind it, whatever a text talks a model into.</remarks>
public sealed class InjectionGuard(InjectionDetector? detector = null) : IGuard
{
    private const string Friendly = "I can only help with questions about our products, orders and services. Could you tell me in your own words what you need?";

    private readonly InjectionDetector detector = detector ?? InjectionDetector.Shared;

    public RuleInfo Info { get; } = new("injection", "1", "input", "Messages that give the model instructions, or hide some, are not read by it.");

    public FailMode Fails => FailMode.Open;

    /// <summary>For texts that are no message: results of tools, articles, mails.</summary>
    public InjectionReading Score(string text) => detector.Read(text);

    public ValueTask<Verdict> CheckAsync(Passage passage, CancellationToken ct)
    {
        var reading = detector.Read(passage.Text);
        var evidence = new JsonObject { ["score"] = reading.Score, ["threshold"] = reading.Threshold, ["rules"] = new JsonArray([.. reading.Rules.Select(rule => (JsonNode)rule)]) };
        return ValueTask.FromResult(reading.Found
            ? new Verdict(Do.Refuse, Info.Name, Info.Version, "instructions for the model", evidence, Friendly)
            : new Verdict(Do.Allow, Info.Name, Info.Version, "no instructions for the model", evidence));
    }
}

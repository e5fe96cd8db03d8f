using System.Text.Json.Nodes;
using FunctionsAgent.Policies;

namespace FunctionsAgent.Guardrails;

/// <summary>Notes a hostile tone and serves the message all the same: people swear when things are broken.</summary>
public sealed class ToneGuard(ToxicityDetector? detector = null) : IGuard
{
    private readonly ToxicityDetector detector = detector ?? ToxicityDetector.Shared;

    public RuleInfo Info { get; } = new("tone", "1", "input", "A hateful or offensive tone is noted; the message is served.");

    public FailMode Fails => FailMode.Open;

    public ValueTask<Verdict> CheckAsync(Passage passage, CancellationToken ct)
    {
        var reading = detector.Read(passage.Text);
        var evidence = new JsonObject { ["tone"] = reading.Certain ? "hostile" : "usual", ["score"] = reading.Margin, ["threshold"] = reading.Threshold };
        if (reading.Certain) evidence["class"] = reading.Label;
        return ValueTask.FromResult(new Verdict(Do.Allow, Info.Name, Info.Version, reading.Certain ? "hostile tone" : "no hostile tone", evidence));
    }
}

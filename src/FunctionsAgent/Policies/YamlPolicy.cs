using System.Text.Json.Nodes;
using FunctionsAgent.Conversations;

namespace FunctionsAgent.Policies;

/// <summary>A policy of <c>agent.yaml</c> (contracts C5): when its condition holds, it decides as written.</summary>
public sealed class YamlPolicy : IPolicy
{
    private const string Sorry = "I am sorry, I cannot help with that.";
    private const string WhoAreYou = "I need to know who you are before I can do that.";

    private readonly PolicySpec spec;
    private readonly Condition condition;

    private YamlPolicy(PolicySpec spec, Condition condition)
    {
        (this.spec, this.condition) = (spec, condition);
        var at = condition.ReadsResult ? $"result:{spec.At[(spec.At.IndexOf(':') + 1)..]}" : spec.At;
        Info = new RuleInfo(spec.Name, spec.Version, at, $"{spec.Do.ToString().ToLowerInvariant()} when {spec.When}");
    }

    /// <summary><see cref="RuleInfo.At"/> is the policy's, or <c>result:NAME</c> where the condition of a tool's policy reads <c>@result</c>.</summary>
    public RuleInfo Info { get; }

    /// <summary>The policy, or what is wrong with it, and where: an offset into <see cref="PolicySpec.When"/>.</summary>
    public static (IPolicy? Policy, string? Error, int ErrorOffset) Compile(PolicySpec spec)
    {
        var (condition, error, offset) = Condition.Parse(spec.When, spec.At.StartsWith("tool:", StringComparison.Ordinal) ? "tool" : spec.At);
        if (condition is null) return (null, error, offset);
        if (spec.Unknown == WhenUnknown.Ask && spec.Text is null) return (null, "'unknown: ask' asks the customer: the key 'text' is expected.", 0);
        if (spec.Do == Do.Confirm && condition.ReadsResult) return (null, "'confirm' asks before the call; @result is known after it.", 0);
        return (new YamlPolicy(spec, condition), null, 0);
    }

    public Verdict? Decide(Facts facts)
    {
        var (holds, evidence) = condition.Test(facts);
        return (holds, spec.Unknown) switch
        {
            (true, _) or (null, WhenUnknown.Match) => Match(facts, evidence),
            (null, WhenUnknown.Ask) => Verdict(Do.Ask, evidence, spec.Text),
            _ => null,
        };
    }

    private Verdict? Match(Facts facts, JsonObject evidence)
    {
        if (spec.Do != Do.Require) return Verdict(spec.Do, evidence, spec.Text ?? (spec.Do == Do.Refuse && spec.At is "message" or "reply" ? Sorry : null));
        if (Caller.Reaches(facts.Assurance, spec.Assurance!)) return null;
        evidence["required"] = spec.Assurance;
        evidence["assurance"] = facts.Assurance;
        return Verdict(Do.Require, evidence, spec.Text ?? WhoAreYou);
    }

    private Verdict Verdict(Do action, JsonObject evidence, string? text) => new(action, spec.Name, spec.Version, $"when {spec.When}", evidence, text);
}

using FunctionsAgent.Policies;

namespace RetailSupportCode;

/// <summary>The shop does not deliver to Hawaii: whoever is there is told so, and nothing else is asked.</summary>
public sealed class HawaiiNotServed : IPolicy
{
    public RuleInfo Info { get; } = new("hawaii-not-served", "1", "message", "A customer whose state is HI gets the fixed answer.");

    public Verdict? Decide(Facts facts) => facts.Stated("state") is "HI"
        ? new Verdict(Do.Answer, Info.Name, Info.Version, "customer.state is HI", new() { ["field"] = "customer.state" }, "We do not serve Hawaii yet.")
        : null;
}

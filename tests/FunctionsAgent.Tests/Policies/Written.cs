using FunctionsAgent.Policies;

namespace FunctionsAgent.Tests.Policies;

/// <summary>A policy as agent.yaml writes it.</summary>
internal static class Written
{
    public static PolicySpec Spec(string at, string when, Do action, string? text = null, WhenUnknown? unknown = null, string? assurance = null) => new(
        "the-rule", "3", at, when, unknown ?? (action is Do.Refuse or Do.Escalate ? WhenUnknown.Match : WhenUnknown.Skip), action, text, assurance, new FilePosition("agent.yaml", 1, 1));

    public static IPolicy Policy(string at, string when, Do action, string? text = null, WhenUnknown? unknown = null, string? assurance = null)
    {
        var (policy, error, _) = YamlPolicy.Compile(Spec(at, when, action, text, unknown, assurance));
        Assert.Null(error);
        return policy!;
    }
}

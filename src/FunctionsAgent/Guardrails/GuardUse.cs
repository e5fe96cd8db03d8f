using FunctionsAgent.Policies;

namespace FunctionsAgent.Guardrails;

/// <summary>A guard as an agent uses it.</summary>
public sealed record GuardUse(IGuard Guard, GuardMode Mode = GuardMode.On)
{
    public RuleInfo Info => Guard.Info;
}

/// <summary>On: acts. Shadow: looks and is written down, never acts. Off: is not asked.</summary>
public enum GuardMode { On, Shadow, Off }

/// <summary>What becomes of a passage that a guard could not judge, because it failed or was late. Open: it goes on. Closed: a person takes over.</summary>
public enum FailMode { Open, Closed }

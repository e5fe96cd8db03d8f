using FunctionsAgent.Agents;
using FunctionsAgent.Feedback;

namespace FunctionsAgent.Pipeline;

/// <summary>What readiness wants to know of an agent that is served.</summary>
public interface IReadinessFigures
{
    Task<AgentFigures> ReadAsync(Package served, CancellationToken ct);
}

/// <summary>The one place where rolled-up figures become what readiness judges by.</summary>
public sealed class ReadinessFigures(Nightly nightly) : IReadinessFigures
{
    /// <summary>Long enough for the longest window, and for a loop to be seen.</summary>
    public const int Days = 28;

    public async Task<AgentFigures> ReadAsync(Package served, CancellationToken ct) =>
        new((await nightly.ReadAsync(served.Name, Days, ct)).Sum(day => (long)day.Conversations), Standing: null, Loop: null);
}

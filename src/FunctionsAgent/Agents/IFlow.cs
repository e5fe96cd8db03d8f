using AgentScript;

namespace FunctionsAgent.Agents;

/// <summary>
/// The deterministic part of an agent: a script, or a C# class that yields the same effects. Pure: the same frame and
/// result give the same step, in any process, so a turn can be stopped after any effect and replayed from the log.
/// </summary>
public interface IFlow
{
    string Name { get; }

    /// <summary>The next step. A null result continues after an effect that has none.</summary>
    Step Next(Frame frame, Result? result);

    /// <summary>Whether a frame that waits for something was written by this flow, so that the result will be understood.</summary>
    bool Continues(Frame frame) => true;
}

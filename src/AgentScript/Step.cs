namespace AgentScript;

/// <summary>One step of a script: where it stands now, and what it wants done next.</summary>
public sealed record Step(Frame Frame, Effect Effect);

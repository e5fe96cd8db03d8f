namespace FunctionsAgent.Local.Doctor;

internal enum FindingState { Ok, Warning, Failed }

/// <summary>What was looked at, and what was found.</summary>
/// <param name="Area">settings, agents, identity, reachability, store, queues, clock or versions.</param>
/// <param name="What">The thing looked at: a setting, a peer, a queue.</param>
/// <param name="Mend">How to mend it; empty where nothing is wrong.</param>
internal sealed record Finding(string Area, string What, FindingState State, string Detail, string Mend = "")
{
    public string Word => State switch { FindingState.Ok => "ok", FindingState.Warning => "warning", _ => "FAILED" };

    public static Finding Ok(string area, string what, string detail) => new(area, what, FindingState.Ok, detail);

    public static Finding Warning(string area, string what, string detail, string mend) => new(area, what, FindingState.Warning, detail, mend);

    public static Finding Failed(string area, string what, string detail, string mend) => new(area, what, FindingState.Failed, detail, mend);
}

using System.CommandLine;

namespace FunctionsAgent.Local.Verbs;

/// <summary><c>agent …</c>: writing an agent as a folder of text.</summary>
internal static class AgentVerb
{
    public static Command Create() => new("agent", "Writes, checks, tests and publishes agents.")
    {
        AgentNewVerb.Create(), AgentLintVerb.Create(), AgentFormatVerb.Create(), AgentTestVerb.Create(), AgentCoverageVerb.Create(), AgentGraphVerb.Create(),
        AgentRunVerb.Create(), AgentReadyVerb.Create(), AgentPublishVerb.Create(), AgentVersionsVerb.Create(),
    };
}

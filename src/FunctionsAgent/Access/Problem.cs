using Microsoft.AspNetCore.Http;

namespace FunctionsAgent.Access;

/// <summary>Errors over HTTP: <c>application/problem+json</c> (RFC 9457) with a stable type. Nothing in them repeats what was sent.</summary>
public static class Problem
{
    public const string TypeBase = "urn:functionsagent:problem:";

    /// <param name="type">Stable last part of the type: <c>unknown-agent</c>.</param>
    public static IResult Of(int status, string type, string title, string? detail = null) =>
        Results.Problem(detail, statusCode: status, title: title, type: TypeBase + type);

    public static IResult UnknownAgent(string agent) =>
        Of(404, "unknown-agent", "There is no such agent.", agent.Length <= 64 && agent.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') ? $"No agent is named {agent} here." : null);

    public static IResult UnknownConversation() => Of(404, "unknown-conversation", "There is no such conversation.");
}

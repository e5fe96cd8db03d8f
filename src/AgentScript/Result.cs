using System.Text.Json;

namespace AgentScript;

/// <summary>What came of the last effect, or what happened meanwhile.</summary>
public abstract record Result;

/// <summary>The customer's words; messages that arrived during a turn come together, separated by line feeds.</summary>
public sealed record CustomerMessage(string Text, DateTimeOffset At) : Result;

/// <summary>The answer to a <see cref="CallAction"/>.</summary>
/// <param name="Outcome">ok, failed or unknown.</param>
/// <param name="Value">The projected result; undefined unless ok.</param>
/// <param name="Reason">The failure's class (not_found, timeout, …) unless ok.</param>
public sealed record ToolResult(string Outcome, JsonElement Value, string? Reason = null) : Result
{
    public bool IsOk => Outcome == "ok";
}

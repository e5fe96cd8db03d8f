using System.Collections.Immutable;
using System.Text.Json.Nodes;
using FunctionsAgent.Conversations;
using FunctionsAgent.Policies;
using FunctionsAgent.Tools;

namespace FunctionsAgent.Pipeline;

/// <summary>What a tool asks of its caller, and what it takes from the caller alone (contracts C6).</summary>
internal static class CallerRights
{
    private const string Version = "1";

    /// <summary>What the tool asks of its caller and this one has not; null when it may be called.</summary>
    public static Verdict? Lacks(Caller caller, ToolSpec tool)
    {
        if (tool.Require is { } require)
        {
            if (!Caller.Reaches(caller.Assurance, require.Assurance))
                return Refused("tool-requires-assurance", $"{tool.Name} asks for {require.Assurance}, the caller is {caller.Assurance}", new() { ["required"] = require.Assurance, ["assurance"] = caller.Assurance });
            var held = (caller.Scope ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (require.Scopes.Except(held, StringComparer.Ordinal).ToList() is { Count: > 0 } missing)
                return Refused("tool-requires-scope", $"{tool.Name} asks for {string.Join(' ', missing)}, which the caller has not", new() { ["required"] = string.Join(' ', require.Scopes), ["scopes"] = caller.Scope ?? "" });
        }
        return tool.Rows?.FirstOrDefault(row => Value(caller, row.Value) is null) is { Key: not null } absent
            ? Refused("tool-rows", $"{tool.Name} takes {absent.Key} from {absent.Value}, which is not known of this caller", new() { ["field"] = absent.Key, ["from"] = absent.Value })
            : null;
    }

    /// <summary>The registration that began this was revoked, or its person left it.</summary>
    public static Verdict Ended { get; } = Refused("registration-ended", "the registration this is done for was revoked or has expired", []);

    /// <summary>What the runtime sets beside the arguments. Only after <see cref="Lacks"/> found nothing.</summary>
    public static ImmutableSortedDictionary<string, string>? Rows(Caller caller, ToolSpec tool) =>
        tool.Rows?.ToImmutableSortedDictionary(row => row.Key, row => Value(caller, row.Value)!, StringComparer.Ordinal);

    private static string? Value(Caller caller, string reference) => reference == "@caller.id" ? caller.Id : null;

    private static Verdict Refused(string rule, string reason, JsonObject evidence) => new(Do.Require, rule, Version, reason, evidence);
}

using System.Collections.Immutable;
using System.Text.Json.Nodes;
using FunctionsAgent.Conversations;
using FunctionsAgent.Policies;
using FunctionsAgent.Tools;

namespace FunctionsAgent.Pipeline;

/// <summary>Who is known to be on the other side (contracts C7): what somebody merely states is no caller.</summary>
/// <param name="Assurance">none, stated, channel or verified.</param>
/// <param name="Id">What the channel proves or a sign-in verified: an address, a number, an account; null below <c>channel</c>.</param>
internal sealed record Caller(string Assurance, string? Id)
{
    private const string Version = "1";

    public static Caller Of(Work work)
    {
        var known = Rank(work.Head.Assurance) >= Rank("channel");
        var sender = known ? work.Tail.LastOrDefault(e => e.Type == EventTypes.MessageReceived)?.Said("sender") : null;
        return new Caller(work.Head.Assurance, sender);
    }

    /// <summary>What the tool asks of its caller and this one has not; null when it may be called.</summary>
    public Verdict? Lacks(ToolSpec tool)
    {
        if (tool.Require is { } require)
        {
            if (Rank(Assurance) < Rank(require.Assurance))
                return Refused("tool-requires-assurance", $"{tool.Name} asks for {require.Assurance}, the caller is {Assurance}", new() { ["required"] = require.Assurance, ["assurance"] = Assurance });
            // Scopes are granted to registered agents; nobody holds one yet.
            if (require.Scopes.Length > 0)
                return Refused("tool-requires-scope", $"{tool.Name} asks for {string.Join(' ', require.Scopes)}, the caller has no scopes", new() { ["required"] = string.Join(' ', require.Scopes) });
        }
        return tool.Rows?.FirstOrDefault(row => Value(row.Value) is null) is { Key: not null } absent
            ? Refused("tool-rows", $"{tool.Name} takes {absent.Key} from {absent.Value}, which is not known of this caller", new() { ["field"] = absent.Key, ["from"] = absent.Value })
            : null;
    }

    /// <summary>What the runtime sets beside the arguments. Only after <see cref="Lacks"/> found nothing.</summary>
    public ImmutableSortedDictionary<string, string>? Rows(ToolSpec tool) =>
        tool.Rows?.ToImmutableSortedDictionary(row => row.Key, row => Value(row.Value)!, StringComparer.Ordinal);

    private string? Value(string reference) => reference == "@caller.id" ? Id : null;

    private static int Rank(string assurance) => Requirement.Levels.IndexOf(assurance);

    private static Verdict Refused(string rule, string reason, JsonObject evidence) => new(Do.Require, rule, Version, reason, evidence);
}

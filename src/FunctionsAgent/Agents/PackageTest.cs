using System.Collections.Immutable;
using System.Text.Json;
using FunctionsAgent.Policies;
using FunctionsAgent.Tools;

namespace FunctionsAgent.Agents;

/// <summary>A conversation with what is expected of it, as <c>tests/*.yaml</c> writes it.</summary>
/// <param name="Customer">What is stated about the customer: an object, or null.</param>
/// <param name="Tools">Tool's name → its answers in order; the last one stays. <see cref="Ok"/> holds the projected fields.</param>
public sealed record PackageTest(
    string Name, string Channel, JsonElement? Customer, ImmutableDictionary<string, ImmutableArray<ToolResult>> Tools,
    ImmutableArray<TestTurn> Turns, FilePosition At);

/// <summary>What the customer says, and what is expected of the turn.</summary>
public sealed record TestTurn(string Says, Expectation Expect, FilePosition At);

/// <summary>What must be true of a turn. Null and empty lists of <paramref name="Reply"/> and <paramref name="Not"/> are not looked at.</summary>
/// <param name="Reply">Each is contained in what the customer is told, whatever the case of its letters.</param>
/// <param name="Not">None is contained in it.</param>
/// <param name="Intent">The frame's intent after the turn; <c>none</c>: it has none.</param>
/// <param name="Tools">Names of the tools called, in order and no other; an empty list: none was called.</param>
/// <param name="Policy">A policy that applied in the turn.</param>
/// <param name="Handoff">Whether the turn hands over to a person.</param>
/// <param name="HandoffReason">Contained in the reason of the hand-off, whatever the case of its letters.</param>
/// <param name="Outcome">replied, handed-off or closed.</param>
/// <param name="Effect">reply, ask, confirm, handoff, end-turn or end-session: the script's last effect in the turn.</param>
public sealed record Expectation(
    ImmutableArray<string> Reply, ImmutableArray<string> Not, string? Intent = null, ImmutableArray<string>? Tools = null, string? Policy = null,
    bool? Handoff = null, string? HandoffReason = null, string? Outcome = null, string? Effect = null);

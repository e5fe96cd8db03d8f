using System.Collections.Immutable;

namespace FunctionsAgent.Access;

/// <summary>What another agent may be allowed here.</summary>
public static class AgentScopes
{
    /// <summary>Send messages to an agent.</summary>
    public const string Send = "messages.send";

    /// <summary>Read its own conversations.</summary>
    public const string Read = "conversations.read";

    /// <summary>Be taken for the person who claimed it: what belongs to that customer is reached by it.</summary>
    public const string Act = "customer.act";

    public static ImmutableDictionary<string, string> Descriptions { get; } = new Dictionary<string, string>
    {
        [Send] = "write messages to this service",
        [Read] = "read the conversations it has had here",
        [Act] = "act for you: see and change what this service keeps about you, as you could yourself",
    }.ToImmutableDictionary();

    /// <summary>Of a registration that nobody has claimed.</summary>
    public static ImmutableArray<string> Unclaimed { get; } = [Send, Read];

    public static ImmutableArray<string> Claimed { get; } = [Send, Read, Act];
}

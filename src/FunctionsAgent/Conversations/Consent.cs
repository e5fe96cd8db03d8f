using System.Collections.Immutable;
using AgentScript;

namespace FunctionsAgent.Conversations;

/// <summary>A call the customer is asked about before it is made. It holds for this call alone, and for the very next turn.</summary>
/// <param name="Rules">Names of the policies that ask; <paramref name="Version"/> is that of the last.</param>
/// <param name="Turn">Number of the turn in which it was asked.</param>
/// <param name="Given">The customer agreed: the call is about to be made.</param>
public sealed record Consent(CallAction Call, ImmutableArray<string> Rules, string Version, int Turn, bool Given = false);

using System.Collections.Immutable;
using Microsoft.Extensions.AI;

namespace FunctionsAgent.Reasoning;

/// <summary>A question to a model, ready to be asked.</summary>
/// <param name="Class">The strictest data class of what the messages carry.</param>
public sealed record BuiltContext(ImmutableArray<ChatMessage> Messages, ContextReceipt Receipt, string Class);

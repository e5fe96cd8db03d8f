using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentScript;

/// <summary>What a script asks the runtime to do. The script itself does nothing: it is a pure step machine.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "effect")]
[JsonDerivedType(typeof(CallAction), "callAction")]
[JsonDerivedType(typeof(CallModel), "callModel")]
[JsonDerivedType(typeof(CallAgent), "callAgent")]
[JsonDerivedType(typeof(Reply), "reply")]
[JsonDerivedType(typeof(Ask), "ask")]
[JsonDerivedType(typeof(Confirm), "confirm")]
[JsonDerivedType(typeof(Handoff), "handoff")]
[JsonDerivedType(typeof(EndTurn), "endTurn")]
[JsonDerivedType(typeof(EndSession), "endSession")]
public abstract record Effect;

/// <summary>An effect with a text for the customer.</summary>
public interface ISpoken
{
    string Text { get; }

    /// <summary>The strictest data class of what the text shows.</summary>
    string Class { get; }
}

/// <summary>Call a tool by its target (<c>api://get_order</c>) with a JSON object of arguments; the answer comes as <see cref="ToolResult"/>.</summary>
public sealed record CallAction(string Target, JsonElement Arguments) : Effect
{
    /// <summary>Shown while it works, where the action asks for that; or null.</summary>
    public string? Progress { get; init; }

    /// <summary>A model chose this call, and the customer has not been asked about it: neither the script's own lines nor the customer's yes made it.</summary>
    public bool ByModel { get; init; }
}

/// <summary>Ask a language model; the answer comes as <see cref="ModelAnswer"/>. The runtime adds the conversation's history between the two system texts and <paramref name="Exchanges"/>.</summary>
/// <param name="Node">The node that asks.</param>
/// <param name="System">The agent's or the node's system instructions.</param>
/// <param name="Instructions">The node's resolved instructions: the second system text.</param>
/// <param name="MustCallTool">A router: the model picks one of the tools and says nothing.</param>
/// <param name="Exchanges">The model's tool calls of this conversation and their results, oldest first, as far as the frame keeps them: the last ones always.</param>
/// <param name="Model">The script's own choice (<c>model://NAME</c>), or null.</param>
public sealed record CallModel(
    string Node, string System, string Instructions, ImmutableArray<ModelTool> Tools, bool MustCallTool, ImmutableArray<ModelExchange> Exchanges, string? Model = null) : Effect;

/// <summary>Ask another deployed agent (<c>agent://Visa_Agent</c>); the answer comes as <see cref="AgentAnswer"/>.</summary>
/// <param name="Text">The customer's words of this turn.</param>
/// <param name="Inputs">A JSON object.</param>
/// <param name="Loading">Shown while it works, or null.</param>
public sealed record CallAgent(string Target, string Text, JsonElement Inputs, string? Loading) : Effect;

/// <summary>Say this to the customer; the turn is over. <paramref name="Class"/> is the data class of the text.</summary>
public sealed record Reply(string Text, string Class = "internal") : Effect, ISpoken
{
    /// <summary>The error message of a turn that failed: nothing was answered.</summary>
    public bool IsError { get; init; }
}

/// <summary>Ask the customer; the turn is over and the next message is the answer.</summary>
public sealed record Ask(string Text) : Effect, ISpoken
{
    public string Class { get; init; } = "public";

    /// <summary>Nodes between which the customer is to choose; empty for any other question.</summary>
    public ImmutableArray<string> Between { get; init; } = [];
}

/// <summary>Ask the customer whether <paramref name="Target"/> may be called; the turn is over. The answer is the next message, or <see cref="Confirmed"/> from a channel with buttons.</summary>
public sealed record Confirm(string Text, string Target) : Effect, ISpoken
{
    public string Class { get; init; } = "public";
}

/// <summary>Pass the conversation to a person, with a reason for them and a text for the customer.</summary>
public sealed record Handoff(string Reason, string Text) : Effect, ISpoken
{
    public string Class { get; init; } = "public";

    /// <summary>The strictest data class of what the reason shows: above public it may hold a customer's words.</summary>
    public string ReasonClass { get; init; } = "public";
}

/// <summary>Nothing more to do in this turn; without a reply before it the customer gets none.</summary>
public sealed record EndTurn : Effect;

/// <summary>Say goodbye and close the conversation.</summary>
public sealed record EndSession(string Text) : Effect, ISpoken
{
    public string Class { get; init; } = "public";
}

/// <summary>A tool as the model sees it: <paramref name="Parameters"/> is a JSON Schema of an object with the inputs the model fills, and no others.</summary>
public sealed record ModelTool(string Name, string Description, JsonElement Parameters);

/// <summary>What a model said and called in one answer, and what the calls gave, in their order. A result is JSON text.</summary>
public sealed record ModelExchange(string? Text, ImmutableArray<ModelToolCall> Calls, ImmutableArray<string> Results);

/// <param name="Arguments">A JSON object.</param>
public sealed record ModelToolCall(string Id, string Name, JsonElement Arguments);

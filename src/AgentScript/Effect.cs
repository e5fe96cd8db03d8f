using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentScript;

/// <summary>What a script asks the runtime to do. The script itself does nothing: it is a pure step machine.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "effect")]
[JsonDerivedType(typeof(CallAction), "callAction")]
[JsonDerivedType(typeof(Reply), "reply")]
[JsonDerivedType(typeof(Ask), "ask")]
[JsonDerivedType(typeof(Handoff), "handoff")]
[JsonDerivedType(typeof(EndTurn), "endTurn")]
[JsonDerivedType(typeof(EndSession), "endSession")]
public abstract record Effect;

/// <summary>Call a tool by its target (<c>api://get_order</c>) with a JSON object of arguments; the answer comes as <see cref="ToolResult"/>.</summary>
public sealed record CallAction(string Target, JsonElement Arguments) : Effect;

/// <summary>Say this to the customer; the turn is over. <paramref name="Class"/> is the data class of the text.</summary>
public sealed record Reply(string Text, string Class = "internal") : Effect;

/// <summary>Ask the customer; the turn is over and the next message is the answer.</summary>
public sealed record Ask(string Text) : Effect;

/// <summary>Pass the conversation to a person, with a reason for them and a text for the customer.</summary>
public sealed record Handoff(string Reason, string Text) : Effect;

/// <summary>Nothing more to do in this turn; without a reply before it the customer gets none.</summary>
public sealed record EndTurn : Effect;

/// <summary>Say goodbye and close the conversation.</summary>
public sealed record EndSession(string Text) : Effect;

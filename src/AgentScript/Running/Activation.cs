using System.Collections.Immutable;
using System.Text.Json;

namespace AgentScript.Running;

/// <summary>A node at work.</summary>
public sealed record Activation
{
    public string Node { get; init; } = "";

    /// <summary>Not a node of this script but another deployed agent that got the conversation.</summary>
    public bool IsAgent { get; init; }

    /// <summary>Name of a <see cref="Running.Procedure"/>; <c>model</c> and <c>calls</c> while it waits for the one or works through the other.</summary>
    public string Procedure { get; init; } = "";

    /// <summary>Index of the operation to execute.</summary>
    public int At { get; init; }

    /// <summary>The prompt or the answer, as far as it got.</summary>
    public string Text { get; init; } = "";

    /// <summary>The strictest class of what <see cref="Text"/> shows.</summary>
    public string Class { get; init; } = DataClass.Public;

    /// <summary>Answers that are finished: this node's, and those of the nodes that passed the turn on to it.</summary>
    public string Said { get; init; } = "";

    public string SaidClass { get; init; } = DataClass.Public;

    /// <summary>What <c>@outputs</c> means, the innermost last.</summary>
    public ImmutableArray<CallOutputs> Outputs { get; init; } = [];

    /// <summary>The model's tool calls being worked through, or null.</summary>
    public CallState? Calls { get; init; }

    public int ModelCalls { get; init; }

    /// <summary>A field that the instructions collect is still missing.</summary>
    public bool Collecting { get; init; }

    /// <summary>How the node is left, once that is known; null before.</summary>
    public Exit? Exit { get; init; }
}

/// <param name="Value">A JSON object.</param>
/// <param name="Classes">Field → data class; null where all have <paramref name="Otherwise"/>.</param>
public sealed record CallOutputs(JsonElement Value, ImmutableDictionary<string, string>? Classes = null, string Otherwise = DataClass.Internal);

/// <summary>Tool calls of one model answer; as many results as calls are done or have their callback running.</summary>
/// <param name="Refusals">Why a call is not carried out, empty where it is; one for each call.</param>
/// <param name="Pending">The way out that the first callback took; taken when all calls are done.</param>
public sealed record CallState(string? Text, ImmutableArray<ModelToolCall> Calls, ImmutableArray<string> Refusals, ImmutableArray<string> Results, Exit? Pending = null)
{
    /// <summary>One of the calls was a mistake of the model's.</summary>
    public bool IsMistaken { get; init; }
}

public enum ExitKind { Answer, Transition, Handoff, EndSession, Failure }

/// <summary>How a node is left.</summary>
/// <param name="Target">Of a transition.</param>
/// <param name="IsAgent">The target is another deployed agent.</param>
/// <param name="Reason">Of a hand-off (for staff) or of a failure (its class).</param>
/// <param name="Text">For the customer, with a hand-off or an end.</param>
public sealed record Exit(ExitKind Kind, string? Target = null, bool IsAgent = false, string? Reason = null, string? Text = null)
{
    /// <summary>Of <see cref="Text"/>.</summary>
    public string Class { get; init; } = DataClass.Public;

    /// <summary>Of <see cref="Reason"/>.</summary>
    public string ReasonClass { get; init; } = DataClass.Public;
}

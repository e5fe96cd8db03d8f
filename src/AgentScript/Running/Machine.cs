using System.Collections.Immutable;
using System.Text.Json;

namespace AgentScript.Running;

/// <summary>What the interpreter keeps between two effects, besides the variables. Small, immutable, plain JSON.</summary>
public sealed record Machine
{
    /// <summary>Of the script that wrote it: another script does not go on from here.</summary>
    public string Version { get; init; } = "";

    /// <summary>The last node of the conversation itself, not of a delegation.</summary>
    public string Node { get; init; } = "";

    /// <summary>The next turn begins at <see cref="Node"/>, as it still collects.</summary>
    public bool Stay { get; init; }

    /// <summary>What the last effect waits for; null between turns.</summary>
    public Waiting? Waiting { get; init; }

    public TurnState Turn { get; init; } = new();

    /// <summary>The nodes at work, the innermost last: each answers for the one before it.</summary>
    public ImmutableArray<Activation> Stack { get; init; } = [];

    /// <summary>What the model called and got in this conversation, oldest first; bounded by <see cref="Limits.Exchanges"/>.</summary>
    public ImmutableArray<ModelExchange> Exchanges { get; init; } = [];

    /// <summary>What else was asked for in the same message, and is served when the request before it is answered.</summary>
    public ImmutableArray<Queued> Queue { get; init; } = [];

    /// <summary>Variable → data class, where it is not public.</summary>
    public ImmutableSortedDictionary<string, string> Classes { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The strictest class of what the model was shown in this conversation.</summary>
    public string Shown { get; init; } = DataClass.Public;
}

/// <summary>The turn being served, and what it has used up.</summary>
public sealed record TurnState
{
    /// <summary>The customer's words, at most <see cref="Limits.Words"/> characters.</summary>
    public string Text { get; init; } = "";

    public int ModelCalls { get; init; }

    /// <summary>Answers of a model with a call that was not carried out because of what the model called, or with what.</summary>
    public int Mistakes { get; init; }

    public int Transitions { get; init; }

    public int Operations { get; init; }

    /// <summary>Answers of this turn to what was asked for before, not said yet.</summary>
    public string Said { get; init; } = "";

    public string SaidClass { get; init; } = DataClass.Public;

    /// <summary>One of those was the error message.</summary>
    public bool Failed { get; init; }

    /// <summary>The model ended the session: the answer of this turn is the goodbye.</summary>
    public bool Ending { get; init; }

    /// <summary>A limit was reached once; the second time ends the turn at once.</summary>
    public bool Limited { get; init; }
}

/// <summary>A request that waits for its turn.</summary>
public sealed record Queued(string Node, string Text);

public enum WaitingFor { Action, Model, Agent, Answer, Confirmation, Choice }

/// <summary>What the last effect waits for.</summary>
/// <param name="Arguments">Of the call to be confirmed: what the customer agreed to is what is called.</param>
/// <param name="Asked">How often the question was asked.</param>
public sealed record Waiting(WaitingFor For, string? Target = null, JsonElement? Arguments = null, int Asked = 0)
{
    /// <summary>Nodes between which the customer is to choose.</summary>
    public ImmutableArray<string> Between { get; init; } = [];

    /// <summary>What the customer wrote before that question.</summary>
    public string Words { get; init; } = "";
}

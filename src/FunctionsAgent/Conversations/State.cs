using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using AgentScript;

namespace FunctionsAgent.Conversations;

/// <summary>
/// The interpreter's side of a conversation: erasable, binary, never part of the chain.
/// Written in the same transaction as the head.
/// </summary>
/// <param name="Pending">The effect the script waits for; null when the turn's request has not reached it yet.</param>
/// <param name="Drafts">What will be said in this turn, in order, until the output stage has checked it.</param>
/// <param name="Customer">What was stated about the customer: a JSON object.</param>
/// <param name="Caller">Who is known to have written the turn's messages.</param>
/// <param name="Consent">A call the customer is asked about, or has agreed to.</param>
public sealed record State(Frame? Frame = null, Effect? Pending = null, ImmutableArray<Draft> Drafts = default, JsonElement? Customer = null, Caller? Caller = null, Consent? Consent = null)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // Stored as bytes and never shown: letters beyond ASCII need no escape.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The end of what was said, oldest first: what a model is reminded of.</summary>
    public ImmutableArray<Said>? History { get; init; }

    /// <summary>What models have used up of the open turn.</summary>
    public ModelUse? Use { get; init; }

    /// <summary>Where what is being said comes from: sections of articles (<c>returns#refunds</c>).</summary>
    public ImmutableArray<string>? Sources { get; init; }

    /// <summary>What the script told a model in this turn; a source like any other of what it then says.</summary>
    public string? Told { get; init; }

    /// <summary>Whose text entered this conversation besides the customer's words: tool:NAME, article:ID, each once. Whoever wrote there may have written to a model.</summary>
    public ImmutableArray<string>? Taint { get; init; }

    /// <summary>What was written in this conversation, oldest first: a model that asks for it again repeats itself.</summary>
    public ImmutableArray<Written>? Done { get; init; }

    /// <summary>Which token stands for what in this conversation, where the agent masks what it sends to models.</summary>
    public JsonElement? Masks { get; init; }

    public static State Empty { get; } = new();

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this with { Drafts = Drafts.IsDefault ? [] : Drafts }, Options);

    public static State Parse(byte[] bytes) => JsonSerializer.Deserialize<State>(bytes, Options)!;
}

/// <param name="Call">Hash of target and arguments.</param>
public sealed record Written(string Call, string Turn);

/// <summary>Tokens, prompt and answer together.</summary>
/// <param name="Nodes">By the node that asked.</param>
public sealed record ModelUse(string Turn, long Tokens, ImmutableSortedDictionary<string, long> Nodes);

/// <summary>A text on its way to the customer.</summary>
/// <param name="Kind">answer, ask, fallback, error, refusal, goodbye.</param>
/// <param name="Provenance">script, policy, model, tool:NAME.</param>
public sealed record Draft(string Text, string Class, string Provenance, string Kind);

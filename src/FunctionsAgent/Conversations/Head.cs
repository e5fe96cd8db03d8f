using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using FunctionsAgent.Storage;

namespace FunctionsAgent.Conversations;

/// <summary>
/// The fold of a thread's events: what a stage must know without reading the log. At most 16 KiB of JSON.
/// Never written by hand: <see cref="Apply"/> is the only way it changes, and <c>verify</c> folds it again.
/// </summary>
public sealed record Head
{
    public const int MaxBytes = 16 * 1024;

    public string Agent { get; init; } = "";
    public string Channel { get; init; } = "";
    public string Route { get; init; } = "";

    /// <summary>Version the running episode keeps until it closes.</summary>
    public string? Version { get; init; }
    public int Episode { get; init; }
    public long EpisodeFirst { get; init; }

    /// <summary>agent, human or closed.</summary>
    public string Owner { get; init; } = "agent";

    /// <summary>Raised with every change of owner: what was decided under an older one is dropped.</summary>
    public int Epoch { get; init; }
    public Turn? Turn { get; init; }
    public string Assurance { get; init; } = "none";

    /// <summary>base64url SHA-256 of the session token of a web chat.</summary>
    public string? TokenHash { get; init; }

    /// <summary>True for a thread that was opened as a test: in all its episodes. Null for everybody else's.</summary>
    public bool? Test { get; init; }
    public ImmutableSortedDictionary<string, Timer> Timers { get; init; } = ImmutableSortedDictionary<string, Timer>.Empty.WithComparers(StringComparer.Ordinal);
    public int Turns { get; init; }
    public int Messages { get; init; }

    /// <summary>Sequence of the last <c>MessageReceived</c>: its content says where a reply goes.</summary>
    public long LastInbound { get; init; }

    /// <summary>The pause (its id) whose holding reply this customer already has.</summary>
    public string? Held { get; init; }

    /// <summary>Sequence of the last <c>SurveyAnswered</c>.</summary>
    public long? Survey { get; init; }

    /// <summary>Last UTC day the thread was entered in <c>ConversationDays</c>.</summary>
    public string? Day { get; init; }

    /// <summary>When customer or agent last said something: timers and signals are no words.</summary>
    public DateTimeOffset LastAt { get; init; }
    public long Seq { get; init; }
    public string? Hash { get; init; }

    [JsonIgnore] public bool IsNew => Seq == 0;
    [JsonIgnore] public bool IsOpen => Episode > 0 && Owner != "closed";

    public static Head Empty { get; } = new();

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public string ToJson()
    {
        var json = JsonSerializer.Serialize(this, Options);
        return json.Length <= MaxBytes ? json
            : throw new LimitException($"The head of thread {Agent}/{Channel} has {json.Length:N0} characters of JSON, the limit is {MaxBytes:N0}.");
    }

    public static Head Parse(string json) => JsonSerializer.Deserialize<Head>(json, Options)!;

    /// <summary>The head after one more event. Unknown types only move the chain on.</summary>
    public Head Apply(Event e)
    {
        var next = this with { Seq = e.Seq, Hash = e.Hash };
        if (Turn is not null && e.Turn == Turn.Id && e.Text("next") is { } stage) next = next with { Turn = Turn with { State = stage, Cause = e.Seq } };

        return e.Type switch
        {
            EventTypes.ConversationStarted => next with
            {
                Agent = e.Text("agent")!, Channel = e.Text("channel")!, Route = e.Text("route")!, Version = e.Text("version"),
                Episode = e.Episode, EpisodeFirst = e.Seq, Owner = "agent", Epoch = Epoch + (IsNew ? 0 : 1), Turn = null,
                TokenHash = e.Text("tokenHash") ?? TokenHash, Test = e.Says("test") ? true : Test, Held = null, LastAt = e.At,
            },
            EventTypes.MessageReceived => next with
            {
                LastAt = e.At, LastInbound = e.Seq, Messages = Messages + 1, Assurance = e.Text("assurance") ?? "none",
            },
            EventTypes.TurnStarted => next with
            {
                Turns = Turns + 1, Day = e.Text("day") ?? Day,
                Turn = new Turn(e.Turn!, e.Text("next")!, e.At, e.Seq, e.Texts("answers"), e.Number("received") ?? e.Seq, e.Seq),
            },
            EventTypes.ReplySent => next with { LastAt = e.At },
            EventTypes.TurnEnded => next with { Turn = null, Timers = Timers.Remove("turn") },
            EventTypes.TimerSet => next with
            {
                Timers = Timers.SetItem(e.Text("name")!, new Timer(e.Data.GetProperty("due").GetDateTimeOffset(), (int)e.Seq)),
            },
            EventTypes.TimerCleared => next with { Timers = Timers.Remove(e.Text("name")!) },
            EventTypes.HandoffOpened => next with { Owner = "human", Epoch = Epoch + 1 },
            EventTypes.HandoffReturned => next with { Owner = "agent", Epoch = Epoch + 1 },
            EventTypes.ConversationClosed => next with { Owner = "closed", Epoch = Epoch + 1, Turn = null, Timers = Timers.Clear() },
            EventTypes.SurveyAnswered => next with { Survey = e.Seq },
            EventTypes.SignalRaised when e.Text("signal") == "paused" => next with { Held = e.Text("pause") },
            _ => next,
        };
    }
}

/// <summary>An open turn.</summary>
/// <param name="State">The stage that has it.</param>
/// <param name="First">Sequence of its <c>TurnStarted</c>.</param>
/// <param name="Answers">Ids of the customer's messages it will answer.</param>
/// <param name="Received">Sequence of the first message it answers.</param>
/// <param name="Cause">Sequence of the event that moved it to its stage: what that stage carries on from.</param>
public sealed record Turn(string Id, string State, DateTimeOffset Started, long First, ImmutableArray<string> Answers, long Received, long Cause);

/// <summary>A timer of the head: fires through a scheduled message; one with another version is stale.</summary>
/// <param name="Version">Sequence of the <c>TimerSet</c> that set it.</param>
public sealed record Timer(DateTimeOffset Due, int Version);

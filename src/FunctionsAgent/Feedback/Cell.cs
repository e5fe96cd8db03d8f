using System.Text.Json.Serialization;

namespace FunctionsAgent.Feedback;

/// <summary>
/// What is counted together: the cases whose outcome fell on a UTC day, of one agent, channel, intent family and version,
/// identified persons apart from unknown ones. Only whole numbers, so that adding them up in any order gives the same.
/// </summary>
public sealed record Cell(string Day, string Agent, string Channel, string Family, string Version, bool Known)
{
    /// <summary>By name (<see cref="Counters"/>), in ordinal order; a counter that is missing is 0.</summary>
    public SortedDictionary<string, long> Counts { get; init; } = new(StringComparer.Ordinal);

    [JsonIgnore]
    public (string, string, string, string, string, bool) Key => (Day, Agent, Channel, Family, Version, Known);

    public long this[string counter] => Counts.GetValueOrDefault(counter);

    public void Add(string counter, long count = 1)
    {
        if (count != 0) Counts[counter] = Counts.GetValueOrDefault(counter) + count;
    }

    public void Add(Cell other)
    {
        foreach (var (counter, count) in other.Counts) Add(counter, count);
    }
}

/// <summary>Names of what a <see cref="Cell"/> counts. Names with a part in braces stand for several.</summary>
public static class Counters
{
    /// <summary>Eligible cases: at least one real request. All of the outcomes add up to it.</summary>
    public const string Cases = "cases";
    public const string Escalated = "escalated";
    public const string Abandoned = "abandoned";
    public const string Confirmed = "confirmed";
    public const string Assumed = "assumed";
    public const string Unknown = "unknown";

    /// <summary>Escalated cases in which a person really answered.</summary>
    public const string Served = "served";

    /// <summary>Escalated cases by cause: <c>escalated.{asked|policy|guard|failure|confidence|timer|dead-letter}</c>.</summary>
    public static string EscalatedBy(string cause) => $"escalated.{cause}";

    /// <summary>No eligible case: <c>excluded.{courtesy|blocked|test|agent-started|broken}</c>.</summary>
    public static string Excluded(string why) => $"excluded.{why}";

    /// <summary>
    /// Resolved cases that were undone: <c>return.{confirmed|assumed}.{repeat|24h|72h|7d}.{conversation|channel|other}</c>. The time is
    /// the shortest window the re-contact falls into; a repeat request inside the open case counts for every window.
    /// </summary>
    public static string Return(string resolved, string when, string by) => $"return.{resolved}.{when}.{by}";

    /// <summary>Resolved in the first conversation and held: <c>fcr.{24h|72h|7d}</c>.</summary>
    public static string FirstContact(Window window) => $"fcr.{window.Name}";

    /// <summary>Agentic Work Units: resolved, held, not corrected, nothing rolled back: <c>awu.{24h|72h|7d}</c>.</summary>
    public static string WorkUnits(Window window) => $"awu.{window.Name}";

    /// <summary>State-changing tool calls that were completed, distinct by key, not undone.</summary>
    public const string Actions = "actions";

    /// <summary>Conversations with at least one real request.</summary>
    public const string Interactions = "interactions";

    /// <summary>Real requests, and those with an in-scope intent.</summary>
    public const string Requests = "requests";
    public const string InScope = "requests.in-scope";

    /// <summary>Turns by duration from acceptance to reply: <c>ms.{b}</c>, b as <see cref="Histogram"/> numbers its buckets; and their sum.</summary>
    public static string Duration(int bucket) => $"ms.{bucket:D3}";
    public const string Milliseconds = "ms";

    public const string TokensIn = "tokens.in";
    public const string TokensOut = "tokens.out";

    /// <summary>Millionths of the currency in which models are priced.</summary>
    public const string Cost = "cost";

    /// <summary>Survey answers by the outcome of their case: <c>survey.{escalated|abandoned|confirmed|assumed|unknown}.{1-5}</c>.</summary>
    public static string Survey(string outcome, int score) => $"survey.{outcome}.{score}";

    /// <summary>Cases by number of steps: <c>steps.{n}</c>; by sequence of steps: <c>sequence.{hash}</c>.</summary>
    public static string Steps(int count) => $"steps.{count:D4}";
    public static string Sequence(string hash) => $"sequence.{hash}";

    /// <summary>People's marks beside the rule: <c>review.{ok|wrong}.{held|other}</c>, held being resolved without a return so far.</summary>
    public static string Review(string mark, string rule) => $"review.{mark}.{rule}";
}

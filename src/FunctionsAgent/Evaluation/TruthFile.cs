using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using FunctionsAgent.Feedback;

namespace FunctionsAgent.Evaluation;

/// <summary>The truth as JSON lines: first the plan's arguments, then a case a line, then the counters a cell a line.</summary>
public static class TruthFile
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static IEnumerable<string> Lines(TrafficPlan plan, long seed)
    {
        yield return new JsonObject
        {
            ["simulation"] = plan.Package.Name, ["version"] = plan.Package.Version, ["definition"] = Definition.Current.Version, ["seed"] = seed,
            ["conversations"] = plan.Conversations, ["days"] = plan.Days, ["start"] = Time(plan.At(0)), ["end"] = Time(plan.End), ["stories"] = plan.Count,
        }.ToJsonString(Options);
        foreach (var planned in plan.Cases()) yield return Line(plan, planned).ToJsonString(Options);
        foreach (var cell in TruthTotals.Of(plan))
        {
            yield return new JsonObject
            {
                ["day"] = cell.Day, ["channel"] = cell.Channel, ["family"] = cell.Family, ["known"] = cell.Known,
                ["counts"] = new JsonObject(cell.Counts.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))),
            }.ToJsonString(Options);
        }
    }

    private static JsonObject Line(TrafficPlan plan, PlannedCase planned)
    {
        var line = new JsonObject
        {
            ["story"] = planned.Story, ["behaviour"] = planned.Behaviour.ToString(), ["person"] = planned.Person, ["known"] = planned.Known,
            ["channel"] = planned.Channel, ["family"] = planned.Family, ["opened"] = Time(plan.At(planned.Opened)), ["outcomeAt"] = Time(plan.At(planned.OutcomeAt)),
            ["outcome"] = planned.Outcome.ToString(), ["conversations"] = planned.Conversations, ["requests"] = planned.Requests,
        };
        if (planned.Cause is { } cause) line["cause"] = cause;
        if (planned.Repeats > 0) line["repeats"] = planned.Repeats;
        if (planned.Recontact is { } again) line["recontact"] = Time(plan.At(again));
        if (planned.ReturnBy is { } by) line["returnBy"] = by;
        if (planned.Returned) line["returned"] = true;
        if (planned.Excluded is { } why) line["excluded"] = why;
        if (planned.Score is { } score) line["score"] = score;
        if (planned.Actions > 0) line["actions"] = planned.Actions;
        if (planned.Planted is { } category) line["planted"] = category;
        return line;
    }

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture);
}

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using FunctionsAgent.Evaluation;
using FunctionsAgent.Guardrails;

namespace FunctionsAgent.Local.Verbs;

/// <summary><c>eval guards --kind pii</c>: what of labelled texts the recognisers find.</summary>
internal sealed class EvalGuardsOfPii : IEvalGuards
{
    public string Kind => "pii";

    public string Shape => "{text, spans:[{entity, start, end}]}";

    public EvalGuardsResult Measure(string file)
    {
        var figures = EvalGuardsPii.Measure(EvalGuardsPiiFile.Texts(file, File.ReadLines(file)), PiiScanner.Everyday);
        var claimed = PiiScanner.Everyday.Entities.ToHashSet(StringComparer.Ordinal);
        return new(Json(figures, claimed), output => Print(figures, claimed, output));
    }

    private static JsonObject Json(EvalGuardsPiiFigures figures, HashSet<string> claimed) => new()
    {
        ["texts"] = figures.Texts,
        ["entities"] = new JsonObject(figures.Entities.Select(entity => KeyValuePair.Create(entity.Key, (JsonNode?)Score(entity.Value, claimed.Contains(entity.Key))))),
        ["whole"] = Score(figures.Whole),
        ["claimed"] = Score(figures.Claimed),
        ["presidio"] = new JsonObject { ["precision"] = EvalGuardsPii.PresidioPrecision, ["recall"] = EvalGuardsPii.PresidioRecall, ["f2"] = EvalGuardsPii.PresidioF2 },
        ["leakRate"] = figures.LeakRate, ["leakRateOfAll"] = figures.LeakRateOfAll, ["cleanTexts"] = figures.CleanTexts, ["cleanTextsAltered"] = figures.CleanTextsAltered,
        ["unsupported"] = new JsonArray([.. figures.Entities.Keys.Where(entity => !claimed.Contains(entity)).Select(entity => (JsonNode)entity)]),
    };

    private static JsonObject Score(EvalGuardsPiiScore score, bool? supported = null)
    {
        var json = new JsonObject { ["labelled"] = score.Labelled, ["found"] = score.Found, ["right"] = score.Right, ["precision"] = score.Precision, ["recall"] = score.Recall, ["f2"] = score.F2 };
        if (supported is { } known) json["supported"] = known;
        return json;
    }

    private static void Print(EvalGuardsPiiFigures figures, HashSet<string> claimed, TextWriter output)
    {
        foreach (var (entity, score) in figures.Entities)
            output.WriteLine(TextTable.Line($"{entity}: {(claimed.Contains(entity) ? Shares(score) : string.Create(CultureInfo.InvariantCulture, $"not looked for ({score.Labelled:N0} labelled)"))}"));
        output.WriteLine($"All types looked for: {Shares(figures.Claimed)}. With those that are not: {Shares(figures.Whole)}.");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Presidio publishes precision {EvalGuardsPii.PresidioPrecision:N3}, recall {EvalGuardsPii.PresidioRecall:N3}, F2 {EvalGuardsPii.PresidioF2:N3} with its model for names and places, of which nothing is looked for here."));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Left readable, in part or whole: {figures.LeakRate * 100:N1} % of the types looked for, {figures.LeakRateOfAll * 100:N1} % of all. Texts without entities that would change: {figures.CleanTextsAltered:N0} of {figures.CleanTexts:N0}."));
    }

    private static string Shares(EvalGuardsPiiScore score) => string.Create(CultureInfo.InvariantCulture, $"precision {Share(score.Precision)}, recall {Share(score.Recall)}, F2 {Share(score.F2)} ({score.Labelled:N0} labelled, {score.Found:N0} found, {score.Right:N0} right)");

    private static string Share(double? share) => share is { } value ? value.ToString("N3", CultureInfo.InvariantCulture) : "-";
}

using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using FunctionsAgent.Evaluation;

namespace FunctionsAgent.Local.Verbs;

/// <summary><c>eval guards --kind injection</c>.</summary>
internal sealed class EvalGuardsOfInjection : IEvalGuards
{
    public string Kind => "injection";

    public string Shape => "{text, label 0/1}";

    public EvalGuardsResult Measure(string file) => Result(EvalGuardsInjection.Measure(EvalGuardsText.Read(file, File.ReadLines(file), needLabel: true, EvalGuardsInjection.Labels)));

    public EvalGuardsResult CrossValidate(IReadOnlyList<string> files, int folds) =>
        Result(EvalGuardsInjection.CrossValidate([.. files.SelectMany(file => EvalGuardsText.Read(file, File.ReadLines(file), needLabel: false, EvalGuardsInjection.Labels))], folds));

    private static EvalGuardsResult Result(EvalGuardsInjectionFigures figures) => new(
        new JsonObject
        {
            ["truePositiveRate"] = figures.TruePositiveRate, ["falsePositiveRate"] = figures.FalsePositiveRate, ["attacks"] = figures.Attacks, ["ordinary"] = figures.Ordinary,
            ["classifierTruePositiveRate"] = figures.ByScoreTruePositiveRate, ["classifierFalsePositiveRate"] = figures.ByScoreFalsePositiveRate, ["threshold"] = figures.Threshold, ["folds"] = figures.Folds,
            ["files"] = new JsonArray([.. figures.Sources.Select(source => (JsonNode)new JsonObject { ["file"] = source.File, ["label"] = source.Attacks ? 1 : 0, ["texts"] = source.Texts, ["found"] = source.Found })]),
        },
        output =>
        {
            if (figures.Folds > 0) output.WriteLine($"{figures.Folds} folds, near-duplicates in one.");
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Attacks, {figures.Attacks:N0}: found {Percent(figures.TruePositiveRate)}, by the classifier alone {Percent(figures.ByScoreTruePositiveRate)}."));
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Ordinary texts, {figures.Ordinary:N0}: taken for attacks {Percent(figures.FalsePositiveRate)}, by the classifier alone {Percent(figures.ByScoreFalsePositiveRate)}. Threshold {figures.Threshold:N2}."));
            foreach (var source in figures.Sources)
                output.WriteLine(TextTable.Line(string.Create(CultureInfo.InvariantCulture, $"{source.File}, {(source.Attacks ? "attacks" : "ordinary")}, {source.Texts:N0}: {Percent(source.Found)}")));
        });

    private static string Percent(double? share) => share is { } value ? string.Create(CultureInfo.InvariantCulture, $"{value * 100:N2} %") : "-";
}

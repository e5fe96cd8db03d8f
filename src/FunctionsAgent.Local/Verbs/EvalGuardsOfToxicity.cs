using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using FunctionsAgent.Evaluation;

namespace FunctionsAgent.Local.Verbs;

/// <summary><c>eval guards --kind toxicity</c>.</summary>
internal sealed class EvalGuardsOfToxicity : IEvalGuards
{
    public string Kind => "toxicity";

    public string Shape => "{text, label hate/offensive/neither or 0/1}";

    public EvalGuardsResult Measure(string file) => Result(EvalGuardsToxicity.Measure(EvalGuardsText.Read(file, File.ReadLines(file), needLabel: true, EvalGuardsToxicity.Labels)));

    public EvalGuardsResult CrossValidate(IReadOnlyList<string> files, int folds) =>
        Result(EvalGuardsToxicity.CrossValidate([.. files.SelectMany(file => EvalGuardsText.Read(file, File.ReadLines(file), needLabel: false, TrainGuards.Labels(Kind)))], folds));

    private static EvalGuardsResult Result(EvalGuardsToxicityFigures figures) => new(
        new JsonObject
        {
            ["accuracy"] = figures.Accuracy, ["macroF1"] = figures.MacroF1, ["texts"] = figures.Texts, ["threshold"] = figures.Threshold, ["folds"] = figures.Folds,
            ["classes"] = new JsonObject(figures.Classes.Select(label => KeyValuePair.Create(label.Label, (JsonNode?)new JsonObject
            {
                ["texts"] = label.Texts, ["precision"] = label.Precision, ["recall"] = label.Recall, ["f1"] = label.F1, ["actedOn"] = label.Certain,
            }))),
        },
        output =>
        {
            if (figures.Folds > 0) output.WriteLine($"{figures.Folds} folds, near-duplicates in one.");
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{figures.Texts:N0} texts: accuracy {figures.Accuracy:N3}, macro-F1 {figures.MacroF1:N3}. Acted on from a margin of {figures.Threshold:N2}."));
            foreach (var label in figures.Classes)
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{label.Label}, {label.Texts:N0}: precision {label.Precision:N3}, recall {label.Recall:N3}, F1 {label.F1:N3}; acted on {label.Certain * 100:N1} %."));
        });
}

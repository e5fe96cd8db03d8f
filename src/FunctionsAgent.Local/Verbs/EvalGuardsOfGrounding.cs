using System.Globalization;
using System.IO;
using System.Text.Json.Nodes;
using FunctionsAgent.Evaluation;
using FunctionsAgent.Guardrails;

namespace FunctionsAgent.Local.Verbs;

/// <summary><c>eval guards --kind grounding</c>.</summary>
internal sealed class EvalGuardsOfGrounding : IEvalGuards
{
    public string Kind => "grounding";

    public string Shape => "{context, response, label}, 1 where the context supports the response";

    public EvalGuardsResult Measure(string file)
    {
        var figures = EvalGuardsGrounding.Measure(EvalGuardsLines.Grounding(file, File.ReadLines(file)));
        var json = new JsonObject
        {
            ["auc"] = figures.Auc, ["balancedAccuracy"] = figures.BalancedAccuracy, ["threshold"] = Grounding.BalancedThreshold, ["weakestAuc"] = figures.WeakestAuc, ["crossValidatedAuc"] = figures.CrossValidatedAuc,
            ["passed"] = figures.Passed, ["stopped"] = figures.Stopped, ["guardThreshold"] = Grounding.Threshold, ["millisecondsPerAnswer"] = figures.MillisecondsPerAnswer, ["examples"] = figures.Examples, ["supported"] = figures.Supported,
        };
        return new(json, output =>
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{figures.Examples:N0} answers, {figures.Supported:N0} supported: AUC {figures.Auc:N3} (by cross-validation {figures.CrossValidatedAuc:N3}, of the weakest sentence {figures.WeakestAuc:N3}), balanced accuracy {figures.BalancedAccuracy:N3} at {Grounding.BalancedThreshold:N2}."));
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"The guard, at {Grounding.Threshold:N2} a sentence: supported answers left untouched {figures.Passed * 100:N1} %, others that claim anything and are not {figures.Stopped * 100:N1} %; {figures.MillisecondsPerAnswer:N3} ms an answer."));
        });
    }
}

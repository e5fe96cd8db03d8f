using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using FunctionsAgent.Evaluation;

namespace FunctionsAgent.Local.Verbs;

/// <summary><c>eval guards --kind pii-vectors</c>: each recogniser alone on forms that are one or are none.</summary>
internal sealed class EvalGuardsOfPiiVectors : IEvalGuards
{
    public string Kind => "pii-vectors";

    public string Shape => "{recognizer, entity, text, expected_count, expected_spans}";

    public EvalGuardsResult Measure(string file)
    {
        var vectors = EvalGuardsPiiFile.Vectors(file, File.ReadLines(file));
        var figures = EvalGuardsPiiVectors.Measure(vectors);
        return new(Json(figures), output => Print(figures, vectors, output));
    }

    private static JsonObject Json(EvalGuardsPiiVectorFigures figures) => new()
    {
        ["recognizers"] = new JsonObject(figures.Recognizers.Select(score => KeyValuePair.Create(score.Key, (JsonNode?)new JsonObject { ["passed"] = score.Value.Passed, ["total"] = score.Value.Total }))),
        ["passed"] = figures.Passed, ["total"] = figures.Total,
        ["unsupported"] = new JsonArray([.. figures.Unsupported.Select(name => (JsonNode)name)]), ["unsupportedVectors"] = figures.UnsupportedVectors,
    };

    private static void Print(EvalGuardsPiiVectorFigures figures, ImmutableArray<EvalGuardsPiiVector> vectors, TextWriter output)
    {
        foreach (var (name, score) in figures.Recognizers)
        {
            output.WriteLine(TextTable.Line(string.Create(CultureInfo.InvariantCulture, $"{name}: {score.Passed} of {score.Total}")));
            foreach (var failed in score.Failed) output.WriteLine(TextTable.Line($"    not met: {vectors[failed].Text}"));
        }
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{figures.Passed:N0} of {figures.Total:N0} vectors of {figures.Recognizers.Count} recognisers are met."));
        if (!figures.Unsupported.IsEmpty) output.WriteLine(TextTable.Line(string.Create(CultureInfo.InvariantCulture, $"Not looked for ({figures.UnsupportedVectors:N0} vectors): {string.Join(", ", figures.Unsupported)}.")));
    }
}

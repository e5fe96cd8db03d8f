using System.Collections.Immutable;
using FunctionsAgent.Guardrails;
using FunctionsAgent.Reasoning;

namespace FunctionsAgent.Evaluation;

/// <summary>Makes the model files of the guards that learn.</summary>
public static class TrainGuards
{
    public static readonly ImmutableArray<string> Kinds = ["injection", "toxicity"];

    /// <summary>The labels of a kind; a line without one is an ordinary message: for injection an example of label 0, for toxicity a trial of the threshold.</summary>
    public static string[] Labels(string kind) => kind == "injection" ? EvalGuardsInjection.Labels : ["hate", "offensive", "neither"];

    /// <summary>The same texts give the same bytes, in whatever order and however often each.</summary>
    /// <param name="about">Data, licences, date, command: kept in the file.</param>
    /// <exception cref="FormatException">A label the kind needs is missing.</exception>
    public static byte[] Train(string kind, IReadOnlyList<EvalGuardsText> texts, string about) => HashedBytes.Write(kind == "injection"
        ? InjectionTraining.Train([.. texts.Select(text => (text.Text, text.Label == "1"))])
        : ToxicityTraining.Train([.. texts.Where(text => text.Label is not null).Select(text => (text.Text, text.Label!))], [.. texts.Where(text => text.Label is null).Select(text => text.Text)]), about);
}

using System.Collections.Generic;
using System.IO;
using System.Text.Json.Nodes;

namespace FunctionsAgent.Local.Verbs;

/// <summary>One kind of <c>eval guards</c>.</summary>
internal interface IEvalGuards
{
    /// <summary>As <c>--kind</c> names it.</summary>
    string Kind { get; }

    /// <summary>What a line of <c>--data</c> looks like.</summary>
    string Shape { get; }

    /// <param name="file">JSON lines.</param>
    /// <exception cref="System.FormatException">A line is not of the shape; the message names file and line.</exception>
    EvalGuardsResult Measure(string file);

    /// <summary>For a guard that learns: each text is asked of one that has learned the other folds.</summary>
    /// <exception cref="System.FormatException">As above, or this guard learns nothing.</exception>
    EvalGuardsResult CrossValidate(IReadOnlyList<string> files, int folds) => throw new System.FormatException($"--folds: the guards of kind {Kind} learn nothing, so nothing is held back from them.");
}

/// <param name="Json">The figures by their names in the design of the command line.</param>
/// <param name="Print">Writes them for people.</param>
internal sealed record EvalGuardsResult(JsonObject Json, System.Action<TextWriter> Print);

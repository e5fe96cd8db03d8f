using System.Buffers;
using System.Collections.Immutable;

namespace FunctionsAgent.Reasoning;

/// <summary>Tells from a message which intent it has, or that it has none. Learned from a package's examples when it is published; instances only load it. Safe for many threads.</summary>
public sealed class IntentModel
{
    private static readonly IntentReading Nothing = new(null, 0, [], []);

    private readonly IntentVocabulary vocabulary;
    private readonly LinearMachines machines;

    internal IntentModel(ImmutableArray<string> intents, IntentVocabulary vocabulary, LinearMachines machines, IntentCalibration calibration)
    {
        Intents = intents;
        this.vocabulary = vocabulary;
        this.machines = machines;
        Calibration = calibration;
    }

    /// <summary>In ordinal order.</summary>
    public ImmutableArray<string> Intents { get; }

    /// <summary>Below this probability no intent is named; from held-back examples.</summary>
    public double Threshold => Calibration.Threshold;

    internal IntentCalibration Calibration { get; }

    /// <summary>The same examples give the same model, in whatever order and however often each.</summary>
    /// <returns>Null with fewer than two intents: there is nothing to tell apart.</returns>
    public static IntentModel? Train(IReadOnlyList<LabelledText> examples) => IntentTraining.Train(examples);

    /// <summary>Never throws; of a long text the first 2,000 characters are read.</summary>
    public IntentReading Read(string text)
    {
        var vector = vocabulary.Vector(IntentText.Of(text));
        // The bias alone: not one known word.
        if (vector.Rows.Length == 1) return Nothing;
        var scores = ArrayPool<float>.Shared.Rent(machines.Stride);
        try
        {
            machines.Score(vector, scores.AsSpan(0, machines.Stride));
            return Calibration.Read(scores.AsSpan(0, machines.Classes), vector.Known, Intents);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(scores);
        }
    }
}

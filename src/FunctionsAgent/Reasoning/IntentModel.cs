using System.Buffers;
using System.Collections.Immutable;

namespace FunctionsAgent.Reasoning;

/// <summary>Tells from a message which intent it has, or that it has none. Learned from a package's examples when it is published; instances only load it. Safe for many threads.</summary>
public sealed class IntentModel
{
    private static readonly IntentReading Nothing = new(null, 0, [], []);

    internal IntentModel(ImmutableArray<string> intents, IntentVocabulary vocabulary, LinearMachines machines, IntentCalibration calibration)
    {
        Intents = intents;
        Vocabulary = vocabulary;
        Machines = machines;
        Calibration = calibration;
    }

    /// <summary>In ordinal order.</summary>
    public ImmutableArray<string> Intents { get; }

    /// <summary>Below this probability no intent is named; from held-back examples.</summary>
    public double Threshold => Calibration.Threshold;

    internal IntentVocabulary Vocabulary { get; }

    internal LinearMachines Machines { get; }

    internal IntentCalibration Calibration { get; }

    /// <summary>The same examples give the same model, in whatever order and however often each.</summary>
    /// <returns>Null with fewer than two intents: there is nothing to tell apart.</returns>
    public static IntentModel? Train(IReadOnlyList<LabelledText> examples) => IntentTraining.Train(examples);

    /// <summary>For storing. What is read from them is the same model to the last bit.</summary>
    public byte[] ToBytes() => IntentBytes.Write(this);

    /// <exception cref="FormatException">These bytes are something else, damaged, or of another version of the program.</exception>
    public static IntentModel Parse(byte[] bytes) => IntentBytes.Read(bytes);

    /// <summary>Never throws; of a long text the first 2,000 characters are read.</summary>
    public IntentReading Read(string text)
    {
        var vector = Vocabulary.Vector(IntentText.Of(text));
        // The bias alone: not one known word.
        if (vector.Rows.Length == 1) return Nothing;
        var scores = ArrayPool<float>.Shared.Rent(Machines.Stride);
        try
        {
            Machines.Score(vector, scores.AsSpan(0, Machines.Stride));
            return Calibration.Read(scores.AsSpan(0, Machines.Classes), vector.Known, Intents);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(scores);
        }
    }
}

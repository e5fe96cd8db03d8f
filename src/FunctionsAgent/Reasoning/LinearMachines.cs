using System.Numerics;
using System.Runtime.InteropServices;

namespace FunctionsAgent.Reasoning;

/// <summary>
/// One linear machine a class, each telling its class from all others: a score above 0 says yes. The weights lie by n-gram, those of all classes side by side,
/// so that a text costs as many short vector operations as it has n-grams, however many classes there are.
/// </summary>
/// <param name="stride">Weights a row: the classes, filled up to whole vectors.</param>
internal sealed class LinearMachines(int classes, int stride, float[] weights)
{
    /// <summary>As many as the widest vector of any processor: the same bytes everywhere.</summary>
    public const int Lane = 16;

    public int Classes => classes;

    public int Stride => stride;

    public float[] Weights => weights;

    public static int StrideOf(int classes) => (classes + Lane - 1) / Lane * Lane;

    /// <param name="scores">Of length <see cref="Stride"/>; those after the classes mean nothing.</param>
    public void Score(SparseText text, Span<float> scores)
    {
        scores.Clear();
        for (var i = 0; i < text.Rows.Length; i++) AddScaled(text.Values[i], weights.AsSpan(text.Rows[i] * stride, stride), scores);
    }

    /// <summary>Lane by lane, never summed across: wide and narrow processors come to the same.</summary>
    internal static void AddScaled(float factor, ReadOnlySpan<float> from, Span<float> to)
    {
        var source = MemoryMarshal.Cast<float, Vector<float>>(from);
        var target = MemoryMarshal.Cast<float, Vector<float>>(to);
        var factors = new Vector<float>(factor);
        for (var i = 0; i < target.Length; i++) target[i] += factors * source[i];
    }
}

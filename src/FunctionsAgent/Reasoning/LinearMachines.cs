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

    public int Rows => weights.Length / stride;

    public float Weight(int row, int of) => weights[row * stride + of];

    public static int StrideOf(int classes) => (classes + Lane - 1) / Lane * Lane;

    /// <summary>
    /// The weights of a row as whole steps of -127 to 127, and the step: a quarter of the size, with scores that differ in the third digit.
    /// The step is a power of two, so that what was rounded is rounded to itself.
    /// </summary>
    public float Round(int row, Span<sbyte> steps)
    {
        var from = weights.AsSpan(row * stride, classes);
        var largest = 0f;
        foreach (var weight in from) largest = Math.Max(largest, Math.Abs(weight));
        var step = largest == 0 ? 0 : MathF.ScaleB(1, Math.ILogB(largest) - 6);
        for (var k = 0; k < classes; k++) steps[k] = step == 0 ? (sbyte)0 : (sbyte)Math.Clamp(MathF.Round(from[k] / step), -sbyte.MaxValue, sbyte.MaxValue);
        return step;
    }

    public void Restore(int row, float step, ReadOnlySpan<sbyte> steps)
    {
        for (var k = 0; k < classes; k++) weights[row * stride + k] = steps[k] * step;
    }

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

#pragma warning disable
using System.Collections.Immutable;
namespace FunctionsAgent.Reasoning
{
    public sealed class IntentModel { public static IntentModel? Train(IReadOnlyList<LabelledText> e) => null; public double Threshold => 0.5; public IntentReading Read(string t) => new(null,0,[],[]); public byte[] ToBytes() => []; public static IntentModel Parse(byte[] b) => new(); }
    public sealed record IntentConflict(int First, int Second) { public static ImmutableArray<IntentConflict> In(IReadOnlyList<LabelledText> e) => []; }
}

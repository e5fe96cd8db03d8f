#pragma warning disable
using System.Collections.Immutable;
namespace FunctionsAgent.Reasoning
{
    public sealed class IntentModel { public static IntentModel? Train(IReadOnlyList<LabelledText> e) => null; public double Threshold => 0.5; public IntentReading Read(string t) => new(null,0,[],[]); public byte[] ToBytes() => []; public static IntentModel Parse(byte[] b) => new(); }
    public sealed record IntentConflict(int First, int Second) { public static ImmutableArray<IntentConflict> In(IReadOnlyList<LabelledText> e) => []; }
}
namespace FunctionsAgent.Knowledge
{
    public sealed record ExtractiveAnswer(string Text, string Source, string Title, double Confidence) { public static ExtractiveAnswer? Of(string q, ImmutableArray<Hit> h) => h.Length>0 ? new(h[0].Section.Text, h[0].Source, h[0].Title, 1) : null; }
}

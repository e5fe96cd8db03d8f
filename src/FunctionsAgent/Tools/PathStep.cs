using System.Collections.Immutable;
using System.Text;

namespace FunctionsAgent.Tools;

/// <summary>A segment of a path, ready to be compared with the names of a stream.</summary>
internal sealed class PathStep
{
    /// <summary>From the end of an array; what lies between is kept until the array ends.</summary>
    private const int FarthestFromEnd = 1000;

    /// <summary>Longer names are not told apart from others with the same beginning: see <see cref="LongText"/>.</summary>
    private const int LongestName = LongText.Head - 2;

    private PathStep(JsonPath.Segment segment, bool opensList)
    {
        (IsAll, OpensList) = (segment is JsonPath.Segment.All, opensList);
        if (segment is JsonPath.Segment.Member member) Name = Encoding.UTF8.GetBytes(member.Name);
        if (segment is JsonPath.Segment.Index index) Index = index.Value;
    }

    /// <summary>Null: no member.</summary>
    public byte[]? Name { get; }

    /// <summary>Null: no index.</summary>
    public int? Index { get; }

    public bool IsAll { get; }

    /// <summary>The path's first wildcard: from here on the value is a list, however many places it has.</summary>
    public bool OpensList { get; }

    public bool Enters(bool array) => IsAll || (Index is not null) == array;

    /// <exception cref="ArgumentException">A path that cannot be followed on a stream.</exception>
    public static ImmutableArray<PathStep> Of(JsonPath path)
    {
        var many = false;
        var steps = ImmutableArray.CreateBuilder<PathStep>(path.Segments.Length);
        foreach (var segment in path.Segments)
        {
            if (segment is JsonPath.Segment.Index { Value: < -FarthestFromEnd }) throw new ArgumentException($"The path '{path}' counts from the end of an array, which is possible for its last {FarthestFromEnd} places.");
            if (segment is JsonPath.Segment.Member { Name: var name } && Encoding.UTF8.GetByteCount(name) > LongestName) throw new ArgumentException($"The path '{path.ToString()[..40]}…' has a name of more than {LongestName} bytes.");
            steps.Add(new PathStep(segment, !many && segment is JsonPath.Segment.All));
            many |= segment is JsonPath.Segment.All;
        }

        return steps.MoveToImmutable();
    }
}

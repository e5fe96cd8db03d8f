namespace AuthMd.Limits;

/// <summary>So many in any span of so long.</summary>
public sealed record Limit(int Count, TimeSpan Window)
{
    public static Limit PerHour(int count) => new(count, TimeSpan.FromHours(1));
}

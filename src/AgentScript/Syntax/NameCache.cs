namespace AgentScript.Syntax;

/// <summary>
/// Gives equal names one string without building it first. Direct-mapped and of a fixed size: a name that falls out is only
/// allocated again, so nothing grows with the scripts a process has seen.
/// </summary>
internal sealed class NameCache
{
    private const int Slots = 2048;
    private const int LongestCached = 40;

    [ThreadStatic] private static NameCache? current;

    private readonly string?[] names = new string?[Slots];

    public static NameCache Current => current ??= new NameCache();

    public string Get(ReadOnlySpan<char> name)
    {
        if (name.Length is 0 or > LongestCached) return name.ToString();
        var hash = (uint)name.Length;
        foreach (var c in name) hash = (hash ^ c) * 16777619;
        ref var slot = ref names[(hash ^ (hash >> 15)) & (Slots - 1)];
        if (slot is not null && name.SequenceEqual(slot)) return slot;
        return slot = name.ToString();
    }
}

namespace FunctionsAgent.Agents;

/// <summary>Versions that conversations hold on to: as many as fit, the one not asked for longest goes first.</summary>
internal sealed class PinnedPackages(int most)
{
    private readonly Dictionary<(string Agent, string Version), LinkedListNode<Entry>> entries = [];
    private readonly LinkedList<Entry> recent = [];
    private readonly Lock gate = new();

    private sealed record Entry((string Agent, string Version) Key, Package? Package);

    public Package? Find(string agent, string version) => Take(agent, version)?.Package;

    /// <summary>Asked for before, and nowhere.</summary>
    public bool IsUnknown(string agent, string version) => Take(agent, version) is { Package: null };

    /// <param name="package">Null: there is no such version.</param>
    public void Put(string agent, string version, Package? package)
    {
        lock (gate)
        {
            var entry = new Entry((agent, version), package);
            if (entries.Remove(entry.Key, out var old)) recent.Remove(old);
            entries[entry.Key] = recent.AddFirst(entry);
            if (entries.Count <= most) return;
            entries.Remove(recent.Last!.Value.Key);
            recent.RemoveLast();
        }
    }

    private Entry? Take(string agent, string version)
    {
        lock (gate)
        {
            if (!entries.TryGetValue((agent, version), out var node)) return null;
            recent.Remove(node);
            recent.AddFirst(node);
            return node.Value;
        }
    }
}

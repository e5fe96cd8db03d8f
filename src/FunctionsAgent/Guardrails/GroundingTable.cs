using System.Buffers;

namespace FunctionsAgent.Guardrails;

/// <summary>What the sources hold, by hash: in which sources, and in how many of their sentences. Its room is lent.</summary>
internal sealed class GroundingTable : IDisposable
{
    private Entry[] _entries;
    private int _mask;
    private int _count;

    public GroundingTable(int expected)
    {
        var size = 256;
        while (size < expected * 2) size *= 2;
        (_entries, _mask) = (Rent(size), size - 1);
    }

    private record struct Entry(ulong Key, uint Sources, int Sentences, int Last);

    /// <summary>Bits of the sources that hold it; 0: none.</summary>
    public uint Sources(ulong key) => _entries[Find(key)].Sources;

    public int Sentences(ulong key) => _entries[Find(key)].Sentences;

    /// <param name="source">Its bit.</param>
    /// <param name="sentence">Counted once each; ascending.</param>
    public void Add(ulong key, uint source, int sentence)
    {
        ref var entry = ref _entries[Find(key)];
        if (entry.Sources == 0)
        {
            entry = new(key, source, 1, sentence);
            if (++_count * 2 > _mask) Grow();
            return;
        }
        entry.Sources |= source;
        if (entry.Last == sentence) return;
        (entry.Last, entry.Sentences) = (sentence, entry.Sentences + 1);
    }

    public void Dispose()
    {
        ArrayPool<Entry>.Shared.Return(_entries);
        _entries = [];
    }

    private int Find(ulong key)
    {
        for (var at = (int)(GroundingHash.Mix(key, 0) & (ulong)_mask); ; at = (at + 1) & _mask)
            if (_entries[at].Sources == 0 || _entries[at].Key == key) return at;
    }

    private void Grow()
    {
        var (old, size) = (_entries, _mask + 1);
        (_entries, _mask) = (Rent(size * 2), (size * 2) - 1);
        for (var i = 0; i < size; i++)
            if (old[i].Sources != 0) _entries[Find(old[i].Key)] = old[i];
        ArrayPool<Entry>.Shared.Return(old);
    }

    private static Entry[] Rent(int size)
    {
        var entries = ArrayPool<Entry>.Shared.Rent(size);
        Array.Clear(entries, 0, size);
        return entries;
    }
}

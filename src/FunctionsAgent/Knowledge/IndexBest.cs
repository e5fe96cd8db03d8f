namespace FunctionsAgent.Knowledge;

/// <summary>The few best of many: a heap whose root is the worst of them.</summary>
internal sealed class IndexBest(int take, Comparison<IndexSearch.Found> ties)
{
    private readonly PriorityQueue<IndexSearch.Found, IndexSearch.Found> _heap = new(Comparer<IndexSearch.Found>.Create((one, other) => Worse(one, other, ties)));

    /// <summary>What is not above it is none of them. Equal scores are decided by <c>ties</c>, so it stays just below the worst.</summary>
    public float Threshold { get; private set; }

    public void Offer(IndexSearch.Found found)
    {
        if (take <= 0) return;
        if (_heap.Count < take) _heap.Enqueue(found, found);
        else _heap.EnqueueDequeue(found, found);
        if (_heap.Count == take) Threshold = float.BitDecrement(_heap.Peek().Score);
    }

    public List<IndexSearch.Found> Ordered()
    {
        var ordered = new List<IndexSearch.Found>(_heap.Count);
        while (_heap.TryDequeue(out var worst, out _)) ordered.Add(worst);
        ordered.Reverse();
        return ordered;
    }

    private static int Worse(IndexSearch.Found one, IndexSearch.Found other, Comparison<IndexSearch.Found> ties)
    {
        var order = one.Score.CompareTo(other.Score);
        return order != 0 ? order : ties(other, one);
    }
}

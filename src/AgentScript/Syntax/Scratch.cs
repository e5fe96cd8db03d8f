using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace AgentScript.Syntax;

/// <summary>A stack shared by nested lists under construction: a list begins at <see cref="Count"/> and <see cref="Take"/> cuts it off in one allocation.</summary>
internal struct Scratch<T>
    where T : class
{
    private T[]? items;

    public int Count { get; private set; }

    public void Add(T item)
    {
        items ??= new T[16];
        if (Count == items.Length) Array.Resize(ref items, Count * 2);
        items[Count++] = item;
    }

    public ImmutableArray<T> Take(int mark)
    {
        if (Count == mark) return [];
        var taken = items.AsSpan(mark, Count - mark);
        var array = taken.ToArray();
        taken.Clear();
        Count = mark;
        return ImmutableCollectionsMarshal.AsImmutableArray(array);
    }
}

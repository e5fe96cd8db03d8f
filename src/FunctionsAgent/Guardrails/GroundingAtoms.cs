using System.Buffers;

namespace FunctionsAgent.Guardrails;

/// <summary>The atoms of a text in order. Their room is lent and goes back on disposal.</summary>
internal sealed class GroundingAtoms : IDisposable
{
    private GroundingAtom[] _items;

    public GroundingAtoms(ReadOnlySpan<char> text)
    {
        _items = ArrayPool<GroundingAtom>.Shared.Rent(Math.Max(64, text.Length / 5));
        var lexer = new GroundingLexer(text);
        while (lexer.Next(out var atom))
        {
            if (Count == _items.Length) Grow();
            _items[Count++] = atom;
        }
    }

    public int Count { get; private set; }

    public ReadOnlySpan<GroundingAtom> Span => _items.AsSpan(0, Count);

    public void Dispose()
    {
        ArrayPool<GroundingAtom>.Shared.Return(_items);
        _items = [];
        Count = 0;
    }

    private void Grow()
    {
        var larger = ArrayPool<GroundingAtom>.Shared.Rent(_items.Length * 2);
        Span.CopyTo(larger);
        ArrayPool<GroundingAtom>.Shared.Return(_items);
        _items = larger;
    }
}

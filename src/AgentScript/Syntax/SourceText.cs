namespace AgentScript.Syntax;

/// <summary>A document's text with its line starts. Offsets and characters are UTF-16 code units; lines and characters count from 0.</summary>
/// <remarks>A line ends with <c>\n</c>, <c>\r\n</c> or a lone <c>\r</c>.</remarks>
public sealed class SourceText
{
    private readonly int[] lineStarts;

    public SourceText(string text, string? path = null)
    {
        Text = text;
        Path = path;
        lineStarts = FindLines(text);
    }

    public string Text { get; }

    /// <summary>Where the text came from, for messages; null when it came from no file.</summary>
    public string? Path { get; }

    public int LineCount => lineStarts.Length;

    public int LineStart(int line) => lineStarts[line];

    public Position At(int offset)
    {
        var found = Array.BinarySearch(lineStarts, offset);
        var line = found >= 0 ? found : ~found - 1;
        return new Position(line, offset - lineStarts[line]);
    }

    public int Line(int offset) => At(offset).Line;

    public ReadOnlySpan<char> Slice(int start, int end) => Text.AsSpan(start, end - start);

    private static int[] FindLines(string text)
    {
        var starts = new List<int>(text.Length / 24 + 4) { 0 };
        var rest = text.AsSpan();
        for (var at = 0; ;)
        {
            var next = rest[at..].IndexOfAny('\n', '\r');
            if (next < 0) return [.. starts];
            at += next + 1;
            if (text[at - 1] == '\r' && at < text.Length && text[at] == '\n') at++;
            starts.Add(at);
        }
    }
}

/// <summary>A place in a document, counted from 0; <paramref name="Character"/> in UTF-16 code units.</summary>
public readonly record struct Position(int Line, int Character)
{
    /// <summary>As editors show it: counted from 1.</summary>
    public override string ToString() => $"{Line + 1}:{Character + 1}";
}

namespace FunctionsAgent.Knowledge;

/// <summary>Reads an index in one piece: no object a term, no text before it is asked for.</summary>
internal static class IndexFile
{
    /// <exception cref="FormatException">It is no index, or not as it was written.</exception>
    public static IndexSegment Read(Stream stream)
    {
        var header = new byte[IndexLayout.Header];
        var read = stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        var layout = IndexLayout.Of(header.AsSpan(0, read));
        // A header that promises more than there is must not take memory for it.
        if (stream.CanSeek && stream.Length - stream.Position != layout.Length - read) throw Length(layout);
        var bytes = layout.Allocate();
        header.CopyTo(bytes, 0);
        if (stream.ReadAtLeast(bytes.AsSpan(read), bytes.Length - read, throwOnEndOfStream: false) < bytes.Length - read || stream.ReadByte() >= 0) throw Length(layout);
        IndexLayout.Check(bytes);
        var segment = new IndexSegment(layout, bytes);
        segment.Check();
        return segment;
    }

    private static FormatException Length(IndexLayout layout) => new($"The knowledge index is damaged: it should have {layout.Length:N0} bytes.");
}

using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace FunctionsAgent.Knowledge;

/// <summary>Where what stands in an index file: a header of 96 bytes, arrays of 32-bit integers, then bytes. Little-endian.</summary>
/// <remarks>
/// Header: <c>FAINDEX</c> and a zero byte, version, language (2 letters, 2 zero bytes), the seven counts below, 20 zero bytes, SHA-256 of all that follows.
/// Arrays: the articles' first sections, audiences and review days; the sections' articles and lengths; where each term's letters and postings begin; where each string begins; the postings' sections.
/// Bytes: the postings' frequencies, the terms' letters, the strings, all UTF-8.
/// </remarks>
/// <param name="Audiences">Sets of audiences; the first is the empty one.</param>
internal readonly record struct IndexLayout(string Language, int Audiences, int Articles, int Sections, int Terms, int Postings, int TermBytes, int TextBytes)
{
    public const int Version = 1;
    public const int Header = 96;

    /// <summary>An index is one array of bytes.</summary>
    public const long Longest = 2_147_483_591;

    private const int Hash = 64;
    private static readonly byte[] Magic = "FAINDEX\0"u8.ToArray();

    public static int FirstSections => Header;
    public int ArticleAudiences => FirstSections + 4 * (Articles + 1);
    public int Reviews => ArticleAudiences + 4 * Articles;
    public int SectionArticles => Reviews + 4 * Articles;
    public int SectionLengths => SectionArticles + 4 * Sections;
    public int TermOffsets => SectionLengths + 4 * Sections;
    public int PostingOffsets => TermOffsets + 4 * (Terms + 1);
    public int StringOffsets => PostingOffsets + 4 * (Terms + 1);
    public int Strings => Audiences + 3 * Articles + 3 * Sections;
    public int PostingSections => StringOffsets + 4 * (Strings + 1);
    public int Frequencies => PostingSections + 4 * Postings;
    public int TermText => Frequencies + Postings;
    public int Text => TermText + TermBytes;

    public long Length => Header + 4L * (3L * Articles + 2L * Sections + 2L * Terms + Audiences + 3L * Articles + 3L * Sections + 4) + 5L * Postings + TermBytes + TextBytes;

    /// <exception cref="InvalidOperationException">More than fits into one index.</exception>
    public byte[] Allocate()
    {
        if (Length > Longest)
            throw new InvalidOperationException($"An index holds {Longest:N0} bytes, and {Articles:N0} articles with {TextBytes:N0} bytes of text would take {Length:N0}: divide the knowledge among several agents.");
        return GC.AllocateUninitializedArray<byte>((int)Length);
    }

    /// <summary>After everything else is in its place.</summary>
    public void Seal(byte[] bytes)
    {
        var header = bytes.AsSpan(0, Header);
        header.Clear();
        Magic.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header[8..], Version);
        Encoding.ASCII.GetBytes(Language, header[12..16]);
        int[] counts = [Audiences, Articles, Sections, Terms, Postings, TermBytes, TextBytes];
        for (var n = 0; n < counts.Length; n++) BinaryPrimitives.WriteInt32LittleEndian(header[(16 + 4 * n)..], counts[n]);
        SHA256.HashData(bytes.AsSpan(Header), header[Hash..]);
    }

    /// <exception cref="FormatException">It is no header of an index of this version.</exception>
    public static IndexLayout Of(ReadOnlySpan<byte> header)
    {
        if (header.Length < Header || !header[..8].SequenceEqual(Magic)) throw new FormatException("This is no knowledge index.");
        var version = BinaryPrimitives.ReadInt32LittleEndian(header[8..]);
        if (version != Version) throw new FormatException($"The knowledge index has format {version}, and this program reads {Version}: publish the agent again.");
        var counts = new int[7];
        for (var n = 0; n < counts.Length; n++)
            if ((counts[n] = BinaryPrimitives.ReadInt32LittleEndian(header[(16 + 4 * n)..])) < 0) throw new FormatException("The knowledge index is damaged: a count is negative.");
        var layout = new IndexLayout(Encoding.ASCII.GetString(header.Slice(12, 2)), counts[0], counts[1], counts[2], counts[3], counts[4], counts[5], counts[6]);
        if (layout.Language is not ("en" or "de")) throw new FormatException("The knowledge index is damaged: its language is unknown.");
        if (layout.Length > Longest || layout.Audiences == 0) throw new FormatException("The knowledge index is damaged: its counts cannot be.");
        return layout;
    }

    /// <exception cref="FormatException">The bytes are not those that were written.</exception>
    public static void Check(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes[Header..], hash);
        if (!hash.SequenceEqual(bytes.Slice(Hash, SHA256.HashSizeInBytes))) throw new FormatException("The knowledge index is damaged: its hash is another.");
    }
}

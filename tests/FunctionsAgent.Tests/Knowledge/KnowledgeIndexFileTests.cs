using System.Buffers.Binary;
using System.Security.Cryptography;
using FunctionsAgent.Knowledge;

namespace FunctionsAgent.Tests.Knowledge;

public sealed class KnowledgeIndexFileTests
{
    private static byte[] Bytes(params Article[] articles) => Bytes(KnowledgeIndex.Build(articles));

    private static byte[] Bytes(KnowledgeIndex index)
    {
        using var stream = new MemoryStream();
        index.Write(stream);
        return stream.ToArray();
    }

    private static KnowledgeIndex Read(byte[] bytes) => KnowledgeIndex.Read(new MemoryStream(bytes));

    private static Article[] Some => [Articles.Of("a", "Lamps", "A lamp costs 7.", "staff"), Articles.Of("b", "Bulbs", "Bulbs for every lamp, ärger included.")];

    [Fact]
    public void What_was_written_is_read()
    {
        var (written, read) = (KnowledgeIndex.Build(Some), Read(Bytes(Some)));

        Assert.Equal<Hit>(written.Search("lamp", new(["staff"]), 9), read.Search("lamp", new(["staff"]), 9));
        Assert.Equal(("en", 2, 2), (read.Language, read.Articles, read.Sections));
        Assert.Equal("de", Read(Bytes(KnowledgeIndex.Build(Some, "de"))).Language);
        Assert.Equal(Bytes(Some), Bytes(read));
        Assert.Equal(0, Read(Bytes()).Articles);
    }

    [Fact]
    public void The_order_in_which_articles_come_does_not_matter() => Assert.Equal(Bytes(Some), Bytes([.. Some.Reverse()]));

    [Fact]
    public void Every_file_that_is_cut_off_is_refused()
    {
        var bytes = Bytes(Some);

        for (var length = 0; length < bytes.Length; length++) Assert.Throws<FormatException>(() => Read(bytes[..length]));
        Assert.Throws<FormatException>(() => Read([.. bytes, 0]));
    }

    [Fact]
    public void Every_altered_byte_is_noticed()
    {
        var bytes = Bytes(Some);

        // The header's last 20 bytes before its hash mean nothing yet.
        for (var n = 0; n < bytes.Length; n++)
        {
            if (n is 14 or 15 or >= 44 and < 64) continue;
            bytes[n] ^= 0x40;
            Assert.Throws<FormatException>(() => Read(bytes));
            bytes[n] ^= 0x40;
        }
    }

    [Fact]
    public void A_header_that_promises_more_than_there_is_takes_no_memory_for_it()
    {
        var bytes = Bytes(Some);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(40), 2_000_000_000);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Throws<FormatException>(() => Read(bytes));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1_000_000);
    }

    [Fact]
    public void A_file_made_up_with_a_right_hash_names_no_place_that_does_not_exist()
    {
        var bytes = Bytes(Some);
        for (var n = 96; n < bytes.Length; n++)
        {
            var altered = bytes.ToArray();
            altered[n] = 0xFF;
            SHA256.HashData(altered.AsSpan(96), altered.AsSpan(64));
            if (Sound(altered) is not { } index) continue;
            foreach (var query in (string[])["lamp bulb", "costs 7"]) index.Search(query, new(["staff"]), 9);
        }

        static KnowledgeIndex? Sound(byte[] bytes)
        {
            try
            {
                return Read(bytes);
            }
            catch (FormatException)
            {
                return null;
            }
        }
    }

    [Fact]
    public void Another_version_says_what_to_do()
    {
        var bytes = Bytes(Some);
        bytes[8] = 2;

        Assert.Contains("publish the agent again", Assert.Throws<FormatException>(() => Read(bytes)).Message, StringComparison.Ordinal);
    }
}

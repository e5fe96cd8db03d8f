using System.Buffers.Binary;
using System.Collections.Concurrent;
using FunctionsAgent.Knowledge;
using FunctionsAgent.Reasoning;

namespace FunctionsAgent.Agents;

/// <summary>
/// What is made of a package's files once, when it is published, and only loaded by instances: the classifier of its intents
/// and the index of its articles. Stored beside the version.
/// </summary>
/// <param name="Intents">Null where there are fewer than two intents with examples.</param>
/// <param name="Knowledge">Null where there are no articles.</param>
public sealed record Learned(IntentModel? Intents, KnowledgeIndex? Knowledge)
{
    /// <summary>Of what is stored. A program that makes it otherwise has another number, and makes its own.</summary>
    public const int Format = 1;

    private static readonly ConcurrentDictionary<string, WeakReference<Learned>> InUse = new(StringComparer.Ordinal);

    /// <summary>What this process has of these files already, as long as a package of it is in use; otherwise made now. Packages of the same files share it.</summary>
    public static Learned Of(PackageFiles files, Func<Learned> make)
    {
        if (InUse.TryGetValue(files.Hash, out var kept) && kept.TryGetTarget(out var known)) return known;
        foreach (var (hash, gone) in InUse)
            if (!gone.TryGetTarget(out _)) InUse.TryRemove(KeyValuePair.Create(hash, gone));
        var made = make();
        InUse[files.Hash] = new(made);
        return made;
    }

    /// <summary>Two parts, each with its length before it (32 bits, little-endian); a part of no bytes is none.</summary>
    public byte[] Pack()
    {
        using var stream = new MemoryStream();
        Write(stream, Intents?.ToBytes() ?? []);
        using var index = new MemoryStream();
        Knowledge?.Write(index);
        Write(stream, index.ToArray());
        return stream.ToArray();
    }

    /// <exception cref="FormatException">These bytes are something else, or of another version.</exception>
    public static Learned Unpack(ReadOnlyMemory<byte> bytes)
    {
        var intents = Take(ref bytes);
        var knowledge = Take(ref bytes);
        if (!bytes.IsEmpty) throw new FormatException($"What was learned ends {bytes.Length} bytes before its file does.");
        return new(intents.IsEmpty ? null : IntentModel.Parse(intents.ToArray()), knowledge.IsEmpty ? null : KnowledgeIndex.Read(new MemoryStream(knowledge.ToArray())));
    }

    private static void Write(Stream stream, byte[] part)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, part.Length);
        stream.Write(length);
        stream.Write(part);
    }

    private static ReadOnlyMemory<byte> Take(ref ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length < 4 || BinaryPrimitives.ReadInt32LittleEndian(bytes.Span) is var length && (length < 0 || length > bytes.Length - 4)) throw new FormatException("What was learned is cut off.");
        var part = bytes.Slice(4, length);
        bytes = bytes[(4 + length)..];
        return part;
    }
}

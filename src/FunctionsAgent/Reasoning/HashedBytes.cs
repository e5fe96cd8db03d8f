using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace FunctionsAgent.Reasoning;

/// <summary>The stored form of hashed machines, little-endian: mark and versions, what it was made of, classes with their scales, biases and offsets, threshold, rarities, weights; SHA-256 of all that.</summary>
internal static class HashedBytes
{
    private const int Version = 1, LeastBits = 6, MostBits = 20;

    private static ReadOnlySpan<byte> Mark => "FAhashed"u8;

    /// <param name="about">Data, licences, command: for whoever opens the file.</param>
    public static byte[] Write(HashedModel model, string about)
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(Mark);
            writer.Write(Version);
            writer.Write(HashedGrams.Version);
            writer.Write(about);
            writer.Write(model.Bits);
            writer.Write(model.Classes.Length);
            for (var k = 0; k < model.Classes.Length; k++)
            {
                writer.Write(model.Classes[k]);
                writer.Write(model.Scales[k]);
                writer.Write(model.Biases[k]);
                writer.Write(model.Offsets[k]);
            }
            writer.Write(model.Threshold);
            writer.Write(model.Rarities);
            writer.Write(MemoryMarshal.AsBytes(model.Weights.AsSpan()));
        }
        stream.Write(SHA256.HashData(stream.GetBuffer().AsSpan(0, (int)stream.Length)));
        return stream.ToArray();
    }

    /// <exception cref="FormatException">These bytes are something else, damaged, or of another version of the program.</exception>
    public static (HashedModel Model, string About) Read(byte[] bytes)
    {
        var body = bytes.Length - SHA256.HashSizeInBytes;
        if (body < Mark.Length + 2 * sizeof(int) || !bytes.AsSpan().StartsWith(Mark)) throw new FormatException("These bytes are no model of a guard.");
        using var reader = new BinaryReader(new MemoryStream(bytes, 0, body, writable: false), Encoding.UTF8);
        reader.BaseStream.Position = Mark.Length;
        var (version, grams) = (reader.ReadInt32(), reader.ReadInt32());
        if (version != Version || grams != HashedGrams.Version)
            throw new FormatException($"The guard's model is of version {version}.{grams}, this program reads {Version}.{HashedGrams.Version}: train it again with 'train guards'.");
        if (!SHA256.HashData(bytes.AsSpan(0, body)).AsSpan().SequenceEqual(bytes.AsSpan(body))) throw new FormatException("The guard's model is damaged: its checksum differs. Train it again with 'train guards'.");
        try
        {
            return (Read(reader, out var about), about);
        }
        // Under a right checksum only another program's mistake is left.
        catch (Exception e) when (e is IOException or ArgumentException or OverflowException)
        {
            throw new FormatException($"The guard's model cannot be read: {e.Message}", e);
        }
    }

    private static HashedModel Read(BinaryReader reader, out string about)
    {
        about = reader.ReadString();
        var (bits, count) = (reader.ReadInt32(), reader.ReadInt32());
        if (bits is < LeastBits or > MostBits || count is < 1 or > 16) throw new FormatException($"The guard's model claims {count} classes over 2^{bits} rows.");
        var (classes, scales, biases, offsets) = (new string[count], new float[count], new float[count], new float[count]);
        for (var k = 0; k < count; k++) (classes[k], scales[k], biases[k], offsets[k]) = (reader.ReadString(), reader.ReadSingle(), reader.ReadSingle(), reader.ReadSingle());
        var threshold = reader.ReadSingle();
        var (rarities, weights) = (new byte[1 << bits], new sbyte[count << bits]);
        reader.BaseStream.ReadExactly(rarities);
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(weights.AsSpan()));
        if (reader.BaseStream.Position != reader.BaseStream.Length) throw new FormatException("The guard's model is longer than it says.");
        return new(classes, bits, rarities, weights, scales, biases) { Offsets = offsets, Threshold = threshold };
    }
}

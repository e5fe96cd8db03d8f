using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace FunctionsAgent.Reasoning;

/// <summary>
/// The stored form of a model, little-endian: mark and version, intents, calibration, the n-grams with their rarities, and per row a step and one byte a class;
/// SHA-256 of all that at the end, so that nothing damaged is read as a model.
/// </summary>
internal static class IntentBytes
{
    private static ReadOnlySpan<byte> Mark => "FAintent"u8;

    /// <summary>Of this form. That of the n-grams counts on by itself.</summary>
    private const int Version = 1;

    public static byte[] Write(IntentModel model)
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(Mark);
            writer.Write(Version);
            writer.Write(IntentGrams.Version);
            writer.Write(model.Intents.Length);
            foreach (var intent in model.Intents) writer.Write(intent);
            writer.Write(model.Calibration.Temperature);
            foreach (var coefficient in model.Calibration.Scope) writer.Write(coefficient);
            writer.Write(model.Calibration.Threshold);
            writer.Write(model.Vocabulary.Hashes.Length);
            writer.Write(model.Vocabulary.Unknown);
            foreach (var hash in model.Vocabulary.Hashes) writer.Write(hash);
            foreach (var rarity in model.Vocabulary.Rarities) writer.Write(rarity);
            Span<sbyte> steps = new sbyte[model.Machines.Classes];
            for (var row = 0; row < model.Machines.Rows; row++)
            {
                writer.Write(model.Machines.Round(row, steps));
                writer.Write(MemoryMarshal.AsBytes(steps));
            }
        }
        stream.Write(SHA256.HashData(stream.GetBuffer().AsSpan(0, (int)stream.Length)));
        return stream.ToArray();
    }

    public static IntentModel Read(byte[] bytes)
    {
        var body = bytes.Length - SHA256.HashSizeInBytes;
        if (body < Mark.Length + 2 * sizeof(int) || !bytes.AsSpan().StartsWith(Mark)) throw new FormatException("These bytes are no intent model.");
        using var reader = new BinaryReader(new MemoryStream(bytes, 0, body, writable: false), Encoding.UTF8);
        reader.BaseStream.Position = Mark.Length;
        var (version, grams) = (reader.ReadInt32(), reader.ReadInt32());
        if (version != Version || grams != IntentGrams.Version)
            throw new FormatException($"The intent model is of version {version}.{grams}, this program reads {Version}.{IntentGrams.Version}: publish the agent again.");
        if (!SHA256.HashData(bytes.AsSpan(0, body)).AsSpan().SequenceEqual(bytes.AsSpan(body))) throw new FormatException("The intent model is damaged: its checksum differs. Publish the agent again.");
        try
        {
            return Read(reader);
        }
        // Under a right checksum only another program's mistake is left.
        catch (Exception e) when (e is IOException or ArgumentException or OverflowException)
        {
            throw new FormatException($"The intent model cannot be read: {e.Message}", e);
        }
    }

    private static IntentModel Read(BinaryReader reader)
    {
        var intents = ImmutableArray.CreateRange(Many(reader, 1, _ => reader.ReadString()));
        var temperature = reader.ReadDouble();
        ImmutableArray<double> scope = [.. Enumerable.Range(0, IntentCalibration.FeatureCount).Select(_ => reader.ReadDouble())];
        var calibration = new IntentCalibration(temperature, scope, reader.ReadDouble());
        var count = Count(reader, 2 * sizeof(uint));
        var unknown = reader.ReadSingle();
        var (hashes, rarities) = (new uint[count], new float[count]);
        for (var i = 0; i < count; i++) hashes[i] = reader.ReadUInt32();
        for (var i = 0; i < count; i++) rarities[i] = reader.ReadSingle();
        var vocabulary = new IntentVocabulary(hashes, rarities, unknown);
        var stride = LinearMachines.StrideOf(intents.Length);
        var machines = new LinearMachines(intents.Length, stride, new float[checked(vocabulary.Rows * stride)]);
        var steps = new sbyte[intents.Length];
        for (var row = 0; row < vocabulary.Rows; row++)
        {
            var step = reader.ReadSingle();
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(steps.AsSpan()));
            machines.Restore(row, step, steps);
        }
        if (reader.BaseStream.Position != reader.BaseStream.Length) throw new FormatException("The intent model is longer than it says.");
        return new(intents, vocabulary, machines, calibration);
    }

    private static T[] Many<T>(BinaryReader reader, int leastBytes, Func<int, T> read) => [.. Enumerable.Range(0, Count(reader, leastBytes)).Select(read)];

    /// <summary>Never more than there are bytes for.</summary>
    private static int Count(BinaryReader reader, int leastBytes)
    {
        var count = reader.ReadInt32();
        if (count < 0 || count > (reader.BaseStream.Length - reader.BaseStream.Position) / leastBytes) throw new FormatException($"The intent model counts {count} where there is no room for as many.");
        return count;
    }
}

using System.Buffers;
using System.Text.Json;

namespace FunctionsAgent.Tools;

/// <summary>What one field has found so far. What is found is appended, and taken back from the end: by a member that comes again, or an array that goes on.</summary>
internal sealed class FieldRun(PlannedField planned, KeptBytes kept)
{
    /// <summary>Stands where a wildcard met something with places, before those: it makes an empty list out of none.</summary>
    private static readonly byte[] Opening = [];

    private readonly List<byte[]> found = [];
    private long total;

    public PlannedField Field => planned;

    /// <summary>The fields of an entry; of one entry at a time.</summary>
    public FieldRun[] Entry { get; } = [.. planned.Entry.Select(part => new FieldRun(part, kept))];

    public Mark Here => new(found.Count, total);

    /// <summary>Another entry is counted and not looked at.</summary>
    public bool Full => !planned.Last && found.Count > planned.Take;

    public void Open() => found.Add(Opening);

    public void Count() => total++;

    public void Add(byte[] value)
    {
        total++;
        found.Add(value);
        kept.Add(value.Length + 1);
        // Behind the opening.
        if (planned.Last && found.Count - 1 > planned.Take) Remove(1, 1);
    }

    public void BackTo(Mark mark)
    {
        if (mark.Found < found.Count) Remove(mark.Found, found.Count - mark.Found);
        total = mark.Total;
    }

    public void Remove(int from, int count)
    {
        for (var n = from; n < from + count; n++) kept.Add(ReferenceEquals(found[n], Opening) ? 0 : -found[n].Length - 1);
        found.RemoveRange(from, count);
    }

    public byte[] Compose()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true })) Compose(json, Entry);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>An object of the fields that found something.</summary>
    public static void Compose(Utf8JsonWriter json, IEnumerable<FieldRun> fields)
    {
        json.WriteStartObject();
        foreach (var run in fields) run.WriteTo(json);
        json.WriteEndObject();
    }

    private void WriteTo(Utf8JsonWriter json)
    {
        if (found.Count == 0) return;
        json.WritePropertyName(planned.Name);
        if (!planned.IsMany)
        {
            json.WriteRawValue(found[0], skipInputValidation: true);
            return;
        }

        json.WriteStartArray();
        foreach (var value in found.Skip(1)) json.WriteRawValue(value, skipInputValidation: true);
        json.WriteEndArray();
        if (planned.Entry.Length > 0 && total > found.Count - 1) json.WriteNumber(planned.Total, total);
    }

    /// <param name="Found">Values, the opening with them.</param>
    /// <param name="Total">Values that were met, kept or not.</param>
    internal readonly record struct Mark(int Found, long Total);
}

/// <summary>Bytes of JSON that all fields together keep.</summary>
internal sealed class KeptBytes
{
    public const int Most = 256 * 1024;

    public long Count { get; private set; }

    public bool TooMany => Count > Most;

    public void Add(long bytes) => Count += bytes;
}

using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace FunctionsAgent.Tools;

/// <summary>Reads the body of an answer into a result. A small one is judged whole; a large one passes by, and only what is kept of it is held.</summary>
/// <param name="most">Bytes of the largest answer that is read, after decompression.</param>
internal sealed class AnswerReader(CompiledTool tool, long most)
{
    /// <summary>The largest answer of a read: 256 MiB.</summary>
    public const long MostOfRead = 256 * 1024 * 1024;

    /// <summary>The largest answer of any other call: 8 MiB.</summary>
    public const long MostOfWrite = 8 * 1024 * 1024;

    /// <summary>The largest answer that is checked against the whole <c>output</c> schema; of a larger one, the outermost <c>type</c> and <c>required</c> are.</summary>
    public const int Small = 256 * 1024;

    private const string NotUtf8 = "The answer is not UTF-8.";

    public static AnswerReader For(CompiledTool tool, CallPurpose purpose) => new(tool, purpose == CallPurpose.Read ? MostOfRead : MostOfWrite);

    /// <param name="announced">Length of the body; null where it is not known.</param>
    public async Task<ReadAnswer> ReadAsync(Stream stream, long? announced, CancellationToken ct)
    {
        if (announced > most) return TooLarge(0);
        // Room for the whole answer and for the read that finds its end. Lent, as a large array costs a collection of everything.
        var data = ArrayPool<byte>.Shared.Rent((int)Math.Min(announced ?? 4095, Small) + 1);
        try
        {
            var count = 0;
            while (true)
            {
                var read = await stream.ReadAsync(data.AsMemory(count), ct);
                count += read;
                if (count > most) return TooLarge(count);
                if (count <= Small && read == 0) return Guarded(count, () => OfWhole(data.AsSpan(0, count)))!;
                if (count == data.Length || count > Small) data = Larger(data, count);
                if (count > Small) return await PassingAsync(new AnswerBuffer(data), count, stream, ct);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(data, clearArray: true);
        }
    }

    private static byte[] Larger(byte[] data, int count)
    {
        if (data.Length >= AnswerBuffer.Size) return data;
        var larger = ArrayPool<byte>.Shared.Rent(count > Small ? AnswerBuffer.Size : Math.Min(16 * data.Length, AnswerBuffer.Size));
        data.AsSpan(0, count).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(data, clearArray: true);
        return larger;
    }

    private ReadAnswer OfWhole(ReadOnlySpan<byte> body)
    {
        var bytes = body.Length;
        if (body.StartsWith("\uFEFF"u8)) body = body[3..];
        if (!Utf8.IsValid(body)) throw new JsonException(NotUtf8);
        // 204 is a proper answer to a write.
        if (body.IsEmpty) body = "null"u8;
        var projection = new StreamProjection(tool.Plan, tool.Root.Fresh());
        projection.Read(body, 0, final: true);
        if (!projection.TooLarge && tool.Output.Violation(Encoding.UTF8.GetString(body)) is { } violation) return ReadAnswer.Refused(bytes, "invalid_result", Undeclared(violation), projection.Empty);
        return Of(projection, bytes);
    }

    private async Task<ReadAnswer> PassingAsync(AnswerBuffer buffer, int begun, Stream stream, CancellationToken ct)
    {
        var shape = tool.Root.Fresh();
        var projection = new StreamProjection(tool.Plan, shape);
        long bytes = begun;
        var early = Guarded(bytes, () =>
        {
            buffer.Begin(begun);
            return buffer.Advance(projection, final: false) ? null : TooMuchKept(bytes);
        });
        while (early is null)
        {
            var read = await stream.ReadAsync(buffer.Room, ct);
            bytes += read;
            if (bytes > most) return TooLarge(bytes);
            early = Guarded(bytes, () =>
            {
                buffer.Filled(read);
                if (!buffer.Advance(projection, final: read == 0)) return TooMuchKept(bytes);
                if (read > 0) return null;
                return shape.Violation() is { } violation ? ReadAnswer.Refused(bytes, "invalid_result", Undeclared(violation)) : Of(projection, bytes);
            });
        }

        return early;
    }

    private static ReadAnswer Of(StreamProjection projection, long bytes)
    {
        if (projection.TooLarge) return TooMuchKept(bytes);
        var value = projection.Result();
        return projection.TooLarge ? TooMuchKept(bytes) : new ReadAnswer(bytes, value, projection.Empty);
    }

    private static ReadAnswer? Guarded(long bytes, Func<ReadAnswer?> read)
    {
        try
        {
            return read();
        }
        catch (JsonException error)
        {
            return ReadAnswer.Refused(bytes, "invalid_result", error.Message == NotUtf8 ? NotUtf8 : $"The answer of {bytes} bytes is not JSON.");
        }
        catch (InvalidOperationException)
        {
            return ReadAnswer.Refused(bytes, "invalid_result", "The answer holds text that is not Unicode.");
        }
    }

    private string Undeclared(string violation) => $"The answer is not what {tool.Spec.Name} declares: {violation}.";

    private ReadAnswer TooLarge(long bytes) => ReadAnswer.Refused(bytes, "too_large", $"The answer is larger than {most} bytes.");

    private static ReadAnswer TooMuchKept(long bytes) => ReadAnswer.Refused(bytes, "too_large", $"What the tool keeps of the answer is larger than {KeptBytes.Most} bytes.");
}

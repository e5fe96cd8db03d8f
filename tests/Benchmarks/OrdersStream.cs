using System.Text;

namespace Benchmarks;

/// <summary>The shop's answer about a customer with very many orders, made while it is read: never whole in memory.</summary>
/// <param name="watch">Called every few megabytes; null: nobody watches.</param>
internal sealed class OrdersStream(long bytes, Action? watch) : Stream
{
    public const string Begin = """{"orders":[""";
    public const string End = "]}";

    private const int Watched = 8 * 1024 * 1024;

    private static readonly byte[] Comma = [(byte)','];

    private ReadOnlyMemory<byte> rest = Encoding.UTF8.GetBytes(Begin);
    private bool between;
    private bool ended;
    private long given;
    private long told;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>The orders that come again and again.</summary>
    public static byte[] Block { get; set; } = [];

    public override int Read(Span<byte> buffer)
    {
        if (rest.IsEmpty) Next();
        var count = Math.Min(rest.Length, buffer.Length);
        rest.Span[..count].CopyTo(buffer);
        rest = rest[count..];
        given += count;
        if (watch is not null && given - told >= Math.Min(Watched, bytes / 4))
        {
            told = given;
            watch();
        }

        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => Task.FromResult(Read(buffer.AsSpan(offset, count)));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromResult(Read(buffer.Span));

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private void Next()
    {
        if (ended) return;
        ended = between && given >= bytes;
        rest = ended ? Encoding.UTF8.GetBytes(End) : between ? Comma : Block;
        between = !between;
    }
}

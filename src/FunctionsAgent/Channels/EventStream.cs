using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace FunctionsAgent.Channels;

/// <summary>
/// Server-Sent Events over a transcript: <c>id</c> is the log's sequence, so <c>Last-Event-ID</c> resumes exactly.
/// A heartbeat keeps proxies from cutting it; after 60 s without news, or when the host cuts it to stop, it says <c>end</c> and closes.
/// </summary>
internal sealed class EventStream(Transcript transcript, string conversation, long after, TimeProvider time, CancellationToken cut) : IResult
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    public async Task ExecuteAsync(HttpContext context)
    {
        var ct = context.RequestAborted;
        var response = context.Response;
        response.ContentType = "text/event-stream; charset=utf-8";
        response.Headers.CacheControl = "no-cache, no-transform";
        response.Headers["X-Accel-Buffering"] = "no";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        await WriteAsync(response, "retry: 3000\n\n", ct);

        var next = after;
        var closes = time.GetUtcNow() + Idle;
        try
        {
            while (time.GetUtcNow() < closes)
            {
                var until = time.GetUtcNow() + Heartbeat;
                var page = await ReadAsync(next, until < closes ? until : closes, ct);
                if (page is null) break;
                next = page.Next;
                if (page.Events.Count > 0) closes = time.GetUtcNow() + Idle;
                var frames = new StringBuilder();
                foreach (var e in page.Events)
                    frames.Append(CultureInfo.InvariantCulture, $"id: {e.Seq}\nevent: {e.Type}\ndata: {JsonSerializer.Serialize(e, Options)}\n\n");
                await WriteAsync(response, frames.Length > 0 ? frames.ToString() : ":hb\n\n", ct);
            }
            await WriteAsync(response, "event: end\ndata: {}\n\n", ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The reader left; the next one resumes from its Last-Event-ID.
        }
    }

    /// <summary>Null when it is cut.</summary>
    private async Task<TranscriptPage?> ReadAsync(long next, DateTimeOffset until, CancellationToken ct)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, cut);
        try
        {
            return await transcript.ReadAsync(conversation, next, until, either.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return null;
        }
    }

    private static async Task WriteAsync(HttpResponse response, string text, CancellationToken ct)
    {
        await response.WriteAsync(text, ct);
        await response.Body.FlushAsync(ct);
    }
}

using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace FunctionsAgent.Channels;

/// <summary>
/// The answer on the waiting caller's own response as Server-Sent Events: <c>sentence</c> for each sentence of what the output
/// stage let through, then <c>answer</c> with the body a caller gets who does not stream. Nothing leaves before it was checked
/// and committed; a comment every ten seconds keeps the connection.
/// </summary>
internal sealed class AnswerStream(Func<CancellationToken, Task<Answer>> wait, string conversationId, string messageId, TimeProvider time, CancellationToken ct) : IResult
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(10);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(ct, httpContext.RequestAborted);
        var response = httpContext.Response;
        response.ContentType = "text/event-stream; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Accel-Buffering"] = "no";
        httpContext.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        await response.StartAsync(gone.Token);
        var answering = wait(gone.Token);
        while (await Task.WhenAny(answering, Task.Delay(Beat, time, gone.Token)) != answering) await WriteAsync(response, ": waiting\n\n", gone.Token);
        var answer = await answering;
        foreach (var message in answer.Messages)
        {
            foreach (var sentence in Sentences.Of(message.Text ?? "")) await WriteAsync(response, Event("sentence", new { text = sentence }), gone.Token);
        }
        await WriteAsync(response, Event("answer", new ToldAnswer(conversationId, messageId, answer.Status, [.. answer.Messages.Select(ToldMessage.Of)])), gone.Token);
    }

    private static string Event(string type, object data) => $"event: {type}\ndata: {JsonSerializer.Serialize(data, JsonSerializerOptions.Web)}\n\n";

    private static async Task WriteAsync(HttpResponse response, string text, CancellationToken ct)
    {
        await response.WriteAsync(text, ct);
        await response.Body.FlushAsync(ct);
    }
}

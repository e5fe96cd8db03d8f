using System.Net.Http.Headers;

namespace FunctionsAgent.Tools;

/// <summary>Makes one attempt. Whatever the peer does becomes a value; only the caller's own cancellation is thrown.</summary>
internal sealed class HttpExchange(HttpClient client, TimeProvider clock)
{
    /// <param name="timeout">Until the answer is read to its end.</param>
    public async Task<HttpAttempt> SendAsync(HttpRequestMessage request, AnswerReader reader, TimeSpan timeout, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        var target = request.RequestUri!;
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            // A client that follows redirects may have carried the call elsewhere.
            if (response.RequestMessage?.RequestUri is { } answered && answered.Authority != target.Authority)
                return new HttpAttempt.Redirected();
            var answer = response.IsSuccessStatusCode ? await ReadAsync(response.Content, reader, either.Token) : null;
            return new HttpAttempt.Answered((int)response.StatusCode, answer, Wait(response.Headers.RetryAfter));
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return NeverBegun(request) ? new HttpAttempt.NotSent($"No connection within {timeout.TotalSeconds:0.###} s.") : new HttpAttempt.TimedOut(timeout);
        }
        catch (HttpRequestException error) when (!ct.IsCancellationRequested && (NeverConnected(error) || NeverBegun(request)))
        {
            return new HttpAttempt.NotSent($"No connection ({error.HttpRequestError}).");
        }
        // InvalidDataException: what the peer calls compressed is not.
        catch (Exception error) when (error is HttpRequestException or IOException or InvalidDataException && !ct.IsCancellationRequested)
        {
            return new HttpAttempt.Broken($"The connection broke ({(error as HttpRequestException)?.HttpRequestError ?? HttpRequestError.Unknown}).");
        }
        catch (Exception error) when (error is HttpRequestException or IOException or InvalidDataException)
        {
            throw new OperationCanceledException(error.Message, error, ct);
        }
    }

    private static bool NeverConnected(HttpRequestException error) => error.HttpRequestError is
        HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError;

    private static bool NeverBegun(HttpRequestMessage request) => request.Content is JsonBody { Begun: false };

    private TimeSpan? Wait(RetryConditionHeaderValue? header) => header switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - clock.GetUtcNow(),
        _ => null,
    };

    private static async Task<ReadAnswer> ReadAsync(HttpContent content, AnswerReader reader, CancellationToken ct)
    {
        await using var stream = await content.ReadAsStreamAsync(ct);
        return await reader.ReadAsync(stream, content.Headers.ContentLength, ct);
    }
}

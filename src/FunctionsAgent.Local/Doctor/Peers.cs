using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Net.Http;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using AuthMd.Providers;

namespace FunctionsAgent.Local.Doctor;

/// <summary>Asks others over HTTP, and remembers what time they said it was.</summary>
internal sealed class Peers(TimeProvider time, TimeSpan? patience = null)
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, TimeSpan> skews = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>By host and port: how far its clock is ahead of ours, to the second that RFC 9110 <c>Date</c> has.</summary>
    public IReadOnlyDictionary<string, TimeSpan> Skews => skews;

    /// <summary>Follows no redirect and uses no proxy: what is asked is the address that is set.</summary>
    public HttpClient Client { get; } = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false }) { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Whatever is answered counts as an answer.</summary>
    /// <param name="through">A client that reaches fewer addresses.</param>
    public async Task<Answer> AskAsync(HttpMethod method, Uri url, CancellationToken ct, HttpClient? through = null, Action<HttpRequestMessage>? prepare = null)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
        deadline.CancelAfter(patience ?? Patience);
        using var request = new HttpRequestMessage(method, url);
        prepare?.Invoke(request);
        var begin = time.GetUtcNow();
        try
        {
            using var response = await (through ?? Client).SendAsync(request, HttpCompletionOption.ResponseContentRead, deadline.Token);
            var end = time.GetUtcNow();
            // The answer was written somewhere between the two; Date cuts the fraction off, which is half a second on average.
            if (response.Headers.Date is { } date) skews[url.Authority] = date + TimeSpan.FromMilliseconds(500) - (begin + (end - begin) / 2);
            return new((int)response.StatusCode, await response.Content.ReadAsStringAsync(deadline.Token), null);
        }
        catch (HttpRequestException e)
        {
            return new(0, "", Reason(e));
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new(0, "", $"no answer within {(patience ?? Patience).TotalSeconds:0.#} s");
        }
    }

    private static string Reason(HttpRequestException e) => e switch
    {
        { HttpRequestError: HttpRequestError.NameResolutionError } => "the name cannot be resolved",
        { HttpRequestError: HttpRequestError.SecureConnectionError } => $"TLS failed: {(e.InnerException ?? e).Message}",
        { InnerException: SocketException socket } => $"no connection ({socket.SocketErrorCode})",
        { InnerException: BlockedTargetException blocked } => blocked.Message,
        _ => $"no connection ({e.HttpRequestError})",
    };
}

/// <param name="Status">0: none came, and <paramref name="Trouble"/> says why.</param>
internal sealed record Answer(int Status, string Body, string? Trouble);

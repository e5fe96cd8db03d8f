using System.Collections.Concurrent;

namespace AuthMd.Tests.Client;

/// <summary>Between an agent and a service: carries https to a test's plain port, notes what passed, and lets a test interfere.</summary>
public sealed class Wiretap(HttpClient service) : HttpMessageHandler
{
    private readonly ConcurrentQueue<Passed> passed = [];

    public delegate Task<HttpResponseMessage> Carry();

    /// <summary>Everything that passed, in order.</summary>
    public IReadOnlyList<Passed> All => [.. passed];

    /// <summary>Decides what becomes of a request; carries it by default.</summary>
    public Func<HttpRequestMessage, string, Carry, Task<HttpResponseMessage>> Between { get; set; } = (_, _, carry) => carry();

    public int Count(string path, string inBody = "") => All.Count(one => one.Path == path && one.Sent.Contains(inBody, StringComparison.Ordinal));

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is { } content ? await content.ReadAsStringAsync(cancellationToken) : "";
        var response = await Between(request, body, () => CarryAsync(request, cancellationToken));
        response.RequestMessage = request;
        passed.Enqueue(new(request, body, response, await response.Content.ReadAsStringAsync(cancellationToken)));
        return response;
    }

    private async Task<HttpResponseMessage> CarryAsync(HttpRequestMessage request, CancellationToken ct)
    {
        var carried = new HttpRequestMessage(request.Method, new UriBuilder(request.RequestUri!) { Scheme = "http", Port = 80 }.Uri) { Content = request.Content };
        foreach (var (name, values) in request.Headers) carried.Headers.TryAddWithoutValidation(name, values);
        return await service.SendAsync(carried, ct);
    }
}

/// <param name="Sent">The request's body.</param>
/// <param name="Got">The answer's body.</param>
public sealed record Passed(HttpRequestMessage Request, string Sent, HttpResponseMessage Response, string Got)
{
    public string Path => Request.RequestUri!.AbsolutePath;
}

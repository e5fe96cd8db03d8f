using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using FunctionsAgent.Storage;

namespace FunctionsAgent.Tests.Peers;

/// <summary>
/// The wire between Azure's client and the service, in the hands of a test: it answers itself, breaks before the request has
/// left, or breaks when the service has done its work already.
/// </summary>
internal sealed class FaultyWire(HttpMessageHandler? service = null) : DelegatingHandler(service ?? new SocketsHttpHandler())
{
    private readonly ConcurrentQueue<string> _requests = new();

    /// <summary>Answers or throws instead of the service; null: the request goes on.</summary>
    public Func<HttpRequestMessage, HttpResponseMessage?>? Before { get; set; }

    /// <summary>Answers or throws although the service has done its work; null: its answer goes back.</summary>
    public Func<HttpRequestMessage, HttpResponseMessage?>? After { get; set; }

    /// <summary>Method and address of every request, also of those that never left.</summary>
    public IReadOnlyList<string> Requests => [.. _requests];

    public AzureTables Tables(string connectionString) => new(options =>
    {
        options.Transport = new HttpClientTransport(this);
        return new TableServiceClient(connectionString, options);
    });

    public AzureTables Tables(Uri service, TokenCredential credential) => new(options =>
    {
        options.Transport = new HttpClientTransport(this);
        return new TableServiceClient(service, credential, options);
    });

    public AzureBlobs Blobs(string connectionString) => new(options =>
    {
        options.Transport = new HttpClientTransport(this);
        return new BlobServiceClient(connectionString, options);
    });

    public static bool IsCommit(HttpRequestMessage request) => request.RequestUri!.AbsolutePath.EndsWith("/$batch", StringComparison.Ordinal);

    public static HttpResponseMessage Refusal(int status, string code, params (string Name, string Value)[] headers)
    {
        var answer = new HttpResponseMessage((HttpStatusCode)status) 
        {
            Content = new StringContent($$$$"""{"odata.error":{"code":"{{{{code}}}}","message":{"lang":"en-US","value":"{{{{code}}}}"}}}""", Encoding.UTF8, "application/json"),
        };
        answer.Headers.Add("x-ms-error-code", code);
        foreach (var (name, value) in headers) answer.Headers.TryAddWithoutValidation(name, value);
        return answer;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        _requests.Enqueue($"{request.Method} {request.RequestUri}");
        if (Before?.Invoke(request) is { } instead) return instead;
        var answer = await base.SendAsync(request, cancellationToken);
        if (After?.Invoke(request) is not { } other) return answer;
        answer.Dispose();
        return other;
    }
}

using System.ClientModel;
using System.ClientModel.Primitives;
using System.Net;
using Azure.AI.OpenAI;
using Azure.Core;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using OpenAI;

namespace FunctionsAgent.Reasoning;

/// <summary>
/// Makes the client of an endpoint. The libraries' own retries and time-outs are off: <see cref="Models"/> knows the other endpoints
/// and the deadline.
/// </summary>
/// <param name="identity">Asked only for an Azure endpoint without a key.</param>
internal sealed class ModelClients(HttpClient http, Func<TokenCredential> identity, TimeProvider time, ILogger<ModelClients> logger)
{
    /// <summary>No redirects (a key would travel on), no cookies, connections renewed so that DNS changes are seen.</summary>
    public static HttpClient CreateClient() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Deflate,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public IModelClient Create(ModelEndpoint endpoint) => endpoint.Kind switch
    {
        ModelKind.AzureOpenAI => Real(endpoint, AzureClient(endpoint)),
        ModelKind.OpenAI => Real(endpoint, OpenAIClient(endpoint)),
        ModelKind.Anthropic => Real(endpoint, new AnthropicChatClient(http, endpoint)),
        ModelKind.Scripted => new ScriptedModelClient(ScriptedModel.Load(endpoint), time),
        ModelKind.Replay => new RecordedModelClient(new RecordedFolder(endpoint.Address)),
        _ => throw new InvalidOperationException($"{endpoint.Kind} has no client."),
    };

    private IModelClient Real(ModelEndpoint endpoint, IChatClient client) =>
        endpoint.Record is { } folder ? new RecordingModelClient(new ModelChatClient(client), new RecordedFolder(folder), logger) : new ModelChatClient(client);

    private IChatClient AzureClient(ModelEndpoint endpoint)
    {
        var options = new AzureOpenAIClientOptions(AzureOpenAIClientOptions.ServiceVersion.V2024_10_21)
        {
            Transport = new HttpClientPipelineTransport(http), RetryPolicy = new ClientRetryPolicy(0), NetworkTimeout = Timeout.InfiniteTimeSpan,
        };
        options.AddPolicy(new ModelRequestBody(endpoint), PipelinePosition.PerCall);
        var address = new Uri(endpoint.Address);
        var client = endpoint.ApiKey is { } key ? new AzureOpenAIClient(address, new ApiKeyCredential(key), options) : new AzureOpenAIClient(address, identity(), options);
        return client.GetChatClient(endpoint.Deployment).AsIChatClient();
    }

    private IChatClient OpenAIClient(ModelEndpoint endpoint)
    {
        var address = new Uri(endpoint.Address);
        var options = new OpenAIClientOptions
        {
            Endpoint = address.AbsolutePath == "/" ? new Uri(address, "/v1") : address,
            Transport = new HttpClientPipelineTransport(http), RetryPolicy = new ClientRetryPolicy(0), NetworkTimeout = Timeout.InfiniteTimeSpan,
        };
        options.AddPolicy(new ModelRequestBody(endpoint), PipelinePosition.PerCall);
        // A server of one's own may want none; the library cannot be told so.
        return new OpenAIClient(new ApiKeyCredential(endpoint.ApiKey ?? "none"), options).GetChatClient(endpoint.Deployment).AsIChatClient();
    }
}

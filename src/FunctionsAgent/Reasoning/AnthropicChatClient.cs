using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace FunctionsAgent.Reasoning;

/// <summary>Anthropic's Messages API, streamed.</summary>
/// <param name="http">Follows no redirects and has no time-out of its own.</param>
internal sealed class AnthropicChatClient(HttpClient http, ModelEndpoint endpoint) : IChatClient
{
    private const string Version = "2023-06-01";
    private const int LongestRefusal = 64 * 1024;

    private readonly Uri url = Url(endpoint.Address);

    /// <exception cref="ModelRefusedException">The peer refused, or gave up in the middle.</exception>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = JsonContent.Create(AnthropicRequest.Of(endpoint.Deployment, messages, options)) };
        request.Headers.Add("anthropic-version", Version);
        request.Headers.Accept.ParseAdd("text/event-stream");
        if (endpoint.ApiKey is { } key) request.Headers.Add("x-api-key", key);

        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (!response.IsSuccessStatusCode) throw new ModelRefusedException(await RefusalAsync(response, cancellationToken));
        var stream = new AnthropicStream();
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        await foreach (var item in SseParser.Create(body).EnumerateAsync(cancellationToken))
            if (stream.Read(item) is { } update) yield return update;
    }

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
        // The client is everybody's.
    }

    private static async Task<ModelReply> RefusalAsync(HttpResponseMessage response, CancellationToken ct)
    {
        var buffer = new byte[LongestRefusal];
        await using var body = await response.Content.ReadAsStreamAsync(ct);
        var length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, ct);
        return ModelErrors.Of((int)response.StatusCode, ModelErrors.Body(BinaryData.FromBytes(buffer.AsMemory(0, length))), name => response.Headers.TryGetValues(name, out var values) ? values.First() : null);
    }

    /// <summary>With or without <c>/v1</c>, as people write it.</summary>
    private static Uri Url(string address)
    {
        var trimmed = address.TrimEnd('/');
        return new Uri(trimmed.EndsWith("/v1", StringComparison.Ordinal) ? $"{trimmed}/messages" : $"{trimmed}/v1/messages");
    }
}

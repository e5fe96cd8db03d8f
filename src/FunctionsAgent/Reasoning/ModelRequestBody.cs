using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text.Json.Nodes;

namespace FunctionsAgent.Reasoning;

/// <summary>
/// The last hand on a body of <c>chat/completions</c>: what the client library indents is written without blanks (they are paid for as tokens),
/// and what differs between servers is set.
/// </summary>
/// <param name="endpoint">Whose.</param>
internal sealed class ModelRequestBody(ModelEndpoint endpoint) : PipelinePolicy
{
    /// <summary>Servers other than OpenAI's know the older name of the limit and partly ignore the newer.</summary>
    private readonly bool knowsOldLimitOnly = endpoint.Kind == ModelKind.OpenAI && !IsOpenAI(new Uri(endpoint.Address).Host);

    /// <summary>
    /// Whether the peer can be told to keep no completion. Azure's previews since 2024-10-01 can; the versions before and the
    /// generally available 2024-10-21 keep none, and refuse a field they do not know.
    /// </summary>
    private readonly bool knowsStore = endpoint.Kind == ModelKind.OpenAI || (string.CompareOrdinal(endpoint.ApiVersion, "2024-10-01") >= 0 && endpoint.ApiVersion != ModelEndpoint.UsualApiVersion);

    public override void Process(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
    {
        Rewrite(message.Request);
        ProcessNext(message, pipeline, currentIndex);
    }

    public override ValueTask ProcessAsync(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
    {
        Rewrite(message.Request);
        return ProcessNextAsync(message, pipeline, currentIndex);
    }

    private void Rewrite(PipelineRequest request)
    {
        if (endpoint.Kind == ModelKind.AzureOpenAI && request.Uri is { } uri) request.Uri = WithVersion(uri);
        if (request.Content is not { } content) return;
        using var buffer = new MemoryStream();
        content.WriteTo(buffer);
        if (JsonNode.Parse(buffer.ToArray()) is not JsonObject body) return;
        if (knowsStore) body["store"] = false;
        if (knowsOldLimitOnly && body.Remove("max_completion_tokens", out var limit)) body["max_tokens"] = limit;
        foreach (var message in body["messages"]?.AsArray().OfType<JsonObject>() ?? []) Tighten(message);
        request.Content = BinaryContent.Create(BinaryData.FromString(body.ToJsonString()));
    }

    private Uri WithVersion(Uri uri) => new UriBuilder(uri) { Query = $"api-version={Uri.EscapeDataString(endpoint.ApiVersion)}" }.Uri;

    /// <summary>JSON inside a text is indented by the library, too.</summary>
    private static void Tighten(JsonObject message)
    {
        foreach (var call in message["tool_calls"]?.AsArray().OfType<JsonObject>() ?? [])
            if (call["function"] is JsonObject function && function["arguments"]?.GetValue<string>() is { } arguments) function["arguments"] = JsonNode.Parse(arguments)?.ToJsonString();
    }

    private static bool IsOpenAI(string host) => host.EndsWith(".openai.com", StringComparison.OrdinalIgnoreCase) || host.EndsWith(".azure.com", StringComparison.OrdinalIgnoreCase);
}

using System.Diagnostics;
using FunctionsAgent.Storage;

namespace FunctionsAgent.Reasoning;

/// <summary>The span of one attempt (OpenTelemetry, generative AI client spans). No message, no argument, no answer is in it.</summary>
internal static class ModelTelemetry
{
    public static Activity? Start(ModelEndpoint endpoint, ModelRequest request)
    {
        var span = Telemetry.Source.StartActivity($"chat {endpoint.Deployment}", ActivityKind.Client);
        if (span is null) return null;
        foreach (var (name, value) in Tags(endpoint)) span.SetTag(name, value);
        span.SetTag("gen_ai.agent.name", request.Agent).SetTag("gen_ai.request.max_tokens", request.MaxOutputTokens).SetTag("gen_ai.request.stream", true);
        if (!endpoint.IsOwn && Uri.TryCreate(endpoint.Address, UriKind.Absolute, out var address)) span.SetTag("server.address", address.Host).SetTag("server.port", address.Port);
        return span;
    }

    public static void Finish(Activity? span, ModelReply reply)
    {
        if (reply.Status > 0) span?.SetTag("http.response.status_code", reply.Status);
        if (reply.InputTokens is { } input) span?.SetTag("gen_ai.usage.input_tokens", input);
        if (reply.OutputTokens is { } output) span?.SetTag("gen_ai.usage.output_tokens", output);
        if (reply.Failure is { } failure) Telemetry.Fail(span, failure);
        else span?.SetTag("gen_ai.response.finish_reasons", new[] { reply.Calls.IsEmpty ? "stop" : "tool_calls" });
    }

    public static IEnumerable<KeyValuePair<string, object?>> Tags(ModelEndpoint endpoint) =>
    [
        new("gen_ai.operation.name", "chat"), new("gen_ai.provider.name", Provider(endpoint.Kind)), new("gen_ai.request.model", endpoint.Deployment), new(ModelMetrics.Endpoint, endpoint.Name),
    ];

    private static string Provider(ModelKind kind) => kind switch
    {
        ModelKind.AzureOpenAI => "azure.ai.openai",
        ModelKind.OpenAI => "openai",
        ModelKind.Anthropic => "anthropic",
        _ => "functionsagent",
    };
}

using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using AgentScript;
using FunctionsAgent.Conversations;
using Microsoft.Extensions.AI;

namespace FunctionsAgent.Reasoning;

/// <summary>A question to a model and what came of it, as a file of a recording.</summary>
internal sealed record RecordedExchange(RecordedQuestion Question, string? Text, ImmutableArray<ModelToolCall> Calls, string? Failure, int Status, string? Code, double? RetryAfterSeconds, long? InputTokens, long? OutputTokens)
{
    public static RecordedExchange Of(ModelRequest request, ModelReply reply) =>
        new(RecordedQuestion.Of(request), reply.Text, reply.Calls, reply.Failure, reply.Status, reply.Code, reply.RetryAfter?.TotalSeconds, reply.InputTokens, reply.OutputTokens);

    public ModelReply Reply() => new(Text, Calls.IsDefault ? [] : Calls, Failure, Status, Code, RetryAfterSeconds is { } wait ? TimeSpan.FromSeconds(wait) : null, InputTokens, OutputTokens);
}

/// <summary>What a recording is found by: everything the model is told, and nothing of when, for whom or by whom it is asked.</summary>
internal sealed record RecordedQuestion(ImmutableArray<RecordedMessage> Messages, ImmutableArray<ModelTool> Tools, bool MustCallTool, int MaxOutputTokens)
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public static RecordedQuestion Of(ModelRequest request) => new([.. request.Messages.SelectMany(RecordedMessage.Of)], request.Tools.IsDefault ? [] : request.Tools, request.MustCallTool, request.MaxOutputTokens);

    /// <summary>Hash of the question; the name of its files begins with it.</summary>
    public string Key() => Hashing.Of(JsonSerializer.SerializeToUtf8Bytes(this, Options));
}

/// <param name="Role">system, user, assistant or tool.</param>
/// <param name="Call">Id of the call that is made or answered.</param>
internal sealed record RecordedMessage(string Role, string? Text, string? Call = null, string? Tool = null, JsonElement? Arguments = null)
{
    public static IEnumerable<RecordedMessage> Of(ChatMessage message) => message.Contents.Select(content => content switch
    {
        TextContent text => new RecordedMessage(message.Role.Value, text.Text),
        FunctionCallContent call => new RecordedMessage(message.Role.Value, null, call.CallId, call.Name, JsonSerializer.SerializeToElement(call.Arguments)),
        FunctionResultContent result => new RecordedMessage(message.Role.Value, result.Result as string ?? JsonSerializer.Serialize(result.Result), result.CallId),
        _ => null,
    }).OfType<RecordedMessage>();
}

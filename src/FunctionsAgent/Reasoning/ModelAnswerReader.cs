using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using AgentScript;
using Microsoft.Extensions.AI;
using StreamingChatCompletionUpdate = OpenAI.Chat.StreamingChatCompletionUpdate;
using StreamingChatToolCallUpdate = OpenAI.Chat.StreamingChatToolCallUpdate;

namespace FunctionsAgent.Reasoning;

/// <summary>Puts a streamed answer together and judges it when the stream has ended: only a whole one is an answer.</summary>
/// <param name="maxOutputTokens">What the model was told. A stream far beyond it does not end by itself.</param>
internal sealed class ModelAnswerReader(int maxOutputTokens)
{
    private const int MostCharactersPerToken = 64;
    private const int MostCalls = 64;

    private readonly StringBuilder text = new();
    private readonly ImmutableArray<ModelToolCall>.Builder calls = ImmutableArray.CreateBuilder<ModelToolCall>();
    private readonly Dictionary<int, string> ids = [];
    private readonly HashSet<string> bare = [];
    private ChatFinishReason? finish;
    private long? input;
    private long? output;
    private bool isUnreadable;
    private bool isRefused;

    /// <summary>False when there is no point in reading on.</summary>
    public bool Add(ChatResponseUpdate update)
    {
        if (update.FinishReason is { } reason) finish = reason;
        foreach (var piece in (update.RawRepresentation as StreamingChatCompletionUpdate)?.ToolCallUpdates ?? []) Note(piece);
        foreach (var content in update.Contents)
        {
            switch (content)
            {
                case TextContent piece: text.Append(piece.Text); break;
                case FunctionCallContent call: Add(call); break;
                case UsageContent usage: (input, output) = (usage.Details.InputTokenCount ?? input, usage.Details.OutputTokenCount ?? output); break;
                case ErrorContent { ErrorCode: "Refusal" }: isRefused = true; break;
                default: break;
            }
        }
        return text.Length <= (long)MostCharactersPerToken * Math.Max(maxOutputTokens, 64) && calls.Count <= MostCalls;
    }

    public ModelReply Finish(bool isEndless) => Judge(isEndless) switch
    {
        null => new ModelReply(text.Length == 0 ? null : text.ToString(), calls.ToImmutable(), null, 200, null, null, input, output),
        var (failure, code) => ModelReply.Failed(failure, 200, code) with { InputTokens = input, OutputTokens = output },
    };

    private (string Failure, string Code)? Judge(bool isEndless)
    {
        if (isEndless) return (ModelFailure.Rubbish, "endless");
        if (isRefused || finish == ChatFinishReason.ContentFilter) return (ModelFailure.Filtered, "content_filter");
        if (finish is null) return (ModelFailure.Unavailable, "broken_stream");
        if (finish == ChatFinishReason.Length) return (ModelFailure.Cut, "length");
        if (isUnreadable) return (ModelFailure.Rubbish, "arguments");
        return text.Length == 0 && calls.Count == 0 ? (ModelFailure.Rubbish, "empty") : null;
    }

    private void Add(FunctionCallContent call)
    {
        if (string.IsNullOrEmpty(call.Name) || (call.Exception is not null && !bare.Contains(call.CallId)))
        {
            isUnreadable = true;
            return;
        }
        var arguments = JsonSerializer.SerializeToElement(call.Arguments ?? new Dictionary<string, object?>());
        calls.Add(new ModelToolCall(string.IsNullOrEmpty(call.CallId) ? $"call_{calls.Count + 1}" : call.CallId, call.Name, arguments));
    }

    /// <summary>Some models send no arguments at all for a tool that takes none; the library takes that for broken JSON.</summary>
    private void Note(StreamingChatToolCallUpdate piece)
    {
        if (!string.IsNullOrEmpty(piece.ToolCallId) && ids.TryAdd(piece.Index, piece.ToolCallId)) bare.Add(piece.ToolCallId);
        if (piece.FunctionArgumentsUpdate?.ToMemory().Length > 0 && ids.TryGetValue(piece.Index, out var id)) bare.Remove(id);
    }
}

using Microsoft.Extensions.AI;

namespace FunctionsAgent.Reasoning;

/// <summary>An attempt by way of <see cref="IChatClient"/>. Always streamed, so that an answer that stops half way is noticed.</summary>
internal sealed class ModelChatClient(IChatClient client) : IModelClient
{
    public async Task<ModelReply> AskAsync(ModelRequest request, CancellationToken ct)
    {
        var reader = new ModelAnswerReader(request.MaxOutputTokens);
        try
        {
            await foreach (var update in client.GetStreamingResponseAsync(request.Messages, Options(request), ct))
                if (!reader.Add(update)) return reader.Finish(isEndless: true);
            return reader.Finish(isEndless: false);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            return ModelErrors.Of(e);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // A connection torn down by the cancellation shows itself in many ways.
            throw new OperationCanceledException("The attempt was given up.", e, ct);
        }
    }

    private static ChatOptions Options(ModelRequest request)
    {
        var options = new ChatOptions { MaxOutputTokens = request.MaxOutputTokens };
        if (request.Tools.IsDefaultOrEmpty) return options;
        options.Tools = [.. request.Tools.Select(tool => AIFunctionFactory.CreateDeclaration(tool.Name, tool.Description, tool.Parameters))];
        options.ToolMode = request.MustCallTool ? ChatToolMode.RequireAny : ChatToolMode.Auto;
        return options;
    }
}

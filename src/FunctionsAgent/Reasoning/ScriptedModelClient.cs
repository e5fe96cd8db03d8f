using Microsoft.Extensions.AI;

namespace FunctionsAgent.Reasoning;

/// <summary>Answers by a script: a model that says the same every time, for tests and demonstrations.</summary>
internal sealed class ScriptedModelClient(ScriptedModel script, TimeProvider time) : IModelClient
{
    public async Task<ModelReply> AskAsync(ModelRequest request, CancellationToken ct)
    {
        if (script.DelayMilliseconds > 0) await Task.Delay(TimeSpan.FromMilliseconds(script.DelayMilliseconds), time, ct);
        var (text, after) = Last(request);
        foreach (var rule in script.Rules.IsDefault ? [] : script.Rules)
            if (rule.Answer(text, after, request) is { } reply) return reply;
        return (script.Otherwise is { } otherwise ? (otherwise with { After = after }).Answer(text, after, request) : null) ?? ModelReply.Failed(ModelFailure.Rubbish, 200, "no_rule");
    }

    private static (string Text, string? After) Last(ModelRequest request)
    {
        var last = request.Messages.LastOrDefault(message => message.Role != ChatRole.System);
        if (last?.Contents.OfType<FunctionResultContent>().LastOrDefault() is not { } result) return (last?.Text ?? "", null);
        var call = request.Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>().LastOrDefault(call => call.CallId == result.CallId);
        return (result.Result?.ToString() ?? "", call?.Name);
    }
}

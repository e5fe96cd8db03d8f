namespace FunctionsAgent.Reasoning;

/// <summary>Keeps every exchange with a real model, refusals too, for <see cref="RecordedModelClient"/>.</summary>
internal sealed class RecordingModelClient(IModelClient model, RecordedFolder folder) : IModelClient
{
    public async Task<ModelReply> AskAsync(ModelRequest request, CancellationToken ct)
    {
        var reply = await model.AskAsync(request, ct);
        await folder.AddAsync(RecordedExchange.Of(request, reply), ct);
        return reply;
    }
}

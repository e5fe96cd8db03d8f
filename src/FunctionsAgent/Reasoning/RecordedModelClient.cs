namespace FunctionsAgent.Reasoning;

/// <summary>Answers what was recorded; a question nobody asked then has no answer.</summary>
internal sealed class RecordedModelClient(RecordedFolder folder) : IModelClient
{
    public async Task<ModelReply> AskAsync(ModelRequest request, CancellationToken ct) =>
        (await folder.NextAsync(RecordedQuestion.Of(request), ct))?.Reply() ?? ModelReply.Failed(ModelFailure.Misconfigured, 404, "not_recorded");
}

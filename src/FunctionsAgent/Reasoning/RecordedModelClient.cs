using System.Text.Json;

namespace FunctionsAgent.Reasoning;

/// <summary>Answers what was recorded; a question nobody asked then has no answer.</summary>
internal sealed class RecordedModelClient(RecordedFolder folder) : IModelClient
{
    public async Task<ModelReply> AskAsync(ModelRequest request, CancellationToken ct)
    {
        try
        {
            return (await folder.NextAsync(RecordedQuestion.Of(request), ct))?.Reply() ?? ModelReply.Failed(ModelFailure.Misconfigured, 404, "not_recorded");
        }
        catch (Exception e) when (e is JsonException or IOException)
        {
            return ModelReply.Failed(ModelFailure.Misconfigured, 0, "unreadable_recording");
        }
    }
}

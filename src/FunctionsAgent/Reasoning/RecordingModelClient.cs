using Microsoft.Extensions.Logging;

namespace FunctionsAgent.Reasoning;

/// <summary>Keeps every exchange with a real model, refusals too, for <see cref="RecordedModelClient"/>.</summary>
internal sealed partial class RecordingModelClient(IModelClient model, RecordedFolder folder, ILogger logger) : IModelClient
{
    public async Task<ModelReply> AskAsync(ModelRequest request, CancellationToken ct)
    {
        var reply = await model.AskAsync(request, ct);
        try
        {
            await folder.AddAsync(RecordedExchange.Of(request, reply), ct);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A full disk costs the recording, not the answer.
            Log.NotRecorded(logger, e.GetType().Name);
        }
        return reply;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "An exchange with a model could not be recorded ({Error}): look at the folder of Models__…__Record.")]
        public static partial void NotRecorded(ILogger logger, string error);
    }
}

using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Channels;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsAgent.Functions;

public sealed class VoiceTwilio(VoiceApi voice)
{
    [Function(nameof(VoiceTwilio))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "channels/voice/twilio")] HttpRequest request, CancellationToken ct) =>
        voice.CallAsync(request, ct);
}

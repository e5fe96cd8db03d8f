using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Channels;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsAgent.Functions;

public sealed class VoiceTwilioTurn(VoiceApi voice)
{
    [Function(nameof(VoiceTwilioTurn))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "channels/voice/twilio/turn")] HttpRequest request, CancellationToken ct) =>
        voice.TurnAsync(request, ct);
}

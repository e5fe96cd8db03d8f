using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Channels;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsAgent.Functions;

public sealed class ChatEvents(ChatApi chat)
{
    [Function(nameof(ChatEvents))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/chat/{conversationId}/events")] HttpRequest request, CancellationToken ct) =>
        chat.EventsAsync(request, ct);
}

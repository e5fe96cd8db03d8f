using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Channels;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsAgent.Functions;

public sealed class ChatMessage(ChatApi chat)
{
    [Function(nameof(ChatMessage))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/chat/{conversationId}/messages")] HttpRequest request, CancellationToken ct) =>
        chat.PostAsync(request, ct);
}

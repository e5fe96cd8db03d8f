using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Channels;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsAgent.Functions;

public sealed class ChatSession(ChatApi chat)
{
    [Function(nameof(ChatSession))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/chat/{agent}/sessions")] HttpRequest request, CancellationToken ct) =>
        chat.OpenAsync(request, ct);
}

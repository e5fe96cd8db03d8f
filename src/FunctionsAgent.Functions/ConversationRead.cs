using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Channels;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsAgent.Functions;

public sealed class ConversationRead(AgentApi agents)
{
    [Function(nameof(ConversationRead))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/conversations/{conversationId}")] HttpRequest request, CancellationToken ct) =>
        agents.ReadAsync(request, ct);
}

using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Channels;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsAgent.Functions;

public sealed class AgentMessages(AgentApi agents)
{
    [Function(nameof(AgentMessages))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/agents/{agent}/messages")] HttpRequest request, CancellationToken ct) =>
        agents.PostAsync(request, ct);
}

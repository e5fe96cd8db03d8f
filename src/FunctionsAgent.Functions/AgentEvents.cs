using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsAgent.Functions;

public sealed class AgentEvents(AuthMdApi api)
{
    [Function(nameof(AgentEvents))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "agent/event/notify")] HttpRequest request, CancellationToken ct) =>
        api.NotifyAsync(request, ct);
}

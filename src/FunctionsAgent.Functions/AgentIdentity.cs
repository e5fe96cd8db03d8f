using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsAgent.Functions;

public sealed class AgentIdentity(AuthMdApi api)
{
    [Function(nameof(AgentIdentity))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "agent/identity")] HttpRequest request, CancellationToken ct) =>
        api.IdentityAsync(request, ct);
}

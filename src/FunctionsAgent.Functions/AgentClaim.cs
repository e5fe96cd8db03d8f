using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsAgent.Functions;

public sealed class AgentClaim(AuthMdApi api)
{
    [Function(nameof(AgentClaim))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "agent/identity/claim")] HttpRequest request, CancellationToken ct) =>
        api.ClaimAsync(request, ct);
}

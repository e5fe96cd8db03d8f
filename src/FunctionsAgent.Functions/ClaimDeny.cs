using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsAgent.Functions;

public sealed class ClaimDeny(AuthMdApi api)
{
    [Function(nameof(ClaimDeny))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "claim/deny")] HttpRequest request, CancellationToken ct) =>
        api.DenyAsync(request, ct);
}

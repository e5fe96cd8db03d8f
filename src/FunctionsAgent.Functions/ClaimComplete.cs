using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsAgent.Functions;

public sealed class ClaimComplete(AuthMdApi api)
{
    [Function(nameof(ClaimComplete))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "agent/identity/claim/complete")] HttpRequest request, CancellationToken ct) =>
        api.CompleteAsync(request, ct);
}

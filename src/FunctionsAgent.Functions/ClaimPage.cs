using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsAgent.Functions;

public sealed class ClaimPage(AuthMdApi api)
{
    [Function(nameof(ClaimPage))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "claim")] HttpRequest request, CancellationToken ct) =>
        api.PageAsync(request, ct);
}

using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsAgent.Functions;

public sealed class ClaimConfirm(AuthMdApi api)
{
    [Function(nameof(ClaimConfirm))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "claim/confirm")] HttpRequest request, CancellationToken ct) =>
        api.ConfirmAsync(request, ct);
}

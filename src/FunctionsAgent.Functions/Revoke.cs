using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsAgent.Functions;

public sealed class Revoke(AuthMdApi api)
{
    [Function(nameof(Revoke))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "oauth2/revoke")] HttpRequest request, CancellationToken ct) =>
        api.RevokeAsync(request, ct);
}

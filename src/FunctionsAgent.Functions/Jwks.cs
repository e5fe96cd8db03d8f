using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsAgent.Functions;

public sealed class Jwks(AuthMdApi api)
{
    [Function(nameof(Jwks))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = ".well-known/jwks.json")] HttpRequest request, CancellationToken ct) =>
        api.JwksAsync(request, ct);
}

using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsAgent.Functions;

public sealed class OperatorFind(DataCareApi care)
{
    [Function(nameof(OperatorFind))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/operator/find")] HttpRequest request, CancellationToken ct) =>
        care.FindAsync(request, ct);
}

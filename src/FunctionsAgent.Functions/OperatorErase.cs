using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsAgent.Functions;

public sealed class OperatorErase(DataCareApi care)
{
    [Function(nameof(OperatorErase))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/operator/erase")] HttpRequest request, CancellationToken ct) =>
        care.EraseAsync(request, ct);
}

using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsAgent.Functions;

public sealed class OperatorHandoffs(OperatorApi operators)
{
    [Function(nameof(OperatorHandoffs))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/operator/handoffs")] HttpRequest request, CancellationToken ct) =>
        operators.HandoffsAsync(request, ct);
}

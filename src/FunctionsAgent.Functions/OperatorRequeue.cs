using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsAgent.Functions;

public sealed class OperatorRequeue(OperatorApi operators)
{
    [Function(nameof(OperatorRequeue))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/operator/requeue")] HttpRequest request, CancellationToken ct) =>
        operators.RequeueAsync(request, ct);
}

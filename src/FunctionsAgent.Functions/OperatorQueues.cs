using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsAgent.Functions;

public sealed class OperatorQueues(OperatorApi operators)
{
    [Function(nameof(OperatorQueues))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/operator/queues")] HttpRequest request, CancellationToken ct) =>
        operators.QueuesAsync(request, ct);
}

using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsAgent.Functions;

public sealed class OperatorParked(OperatorApi operators)
{
    [Function(nameof(OperatorParked))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/operator/parked")] HttpRequest request, CancellationToken ct) =>
        operators.ParkedAsync(request, ct);
}

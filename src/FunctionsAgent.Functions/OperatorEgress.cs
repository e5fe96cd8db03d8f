using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsAgent.Functions;

public sealed class OperatorEgress(EgressApi egress)
{
    [Function(nameof(OperatorEgress))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/operator/egress")] HttpRequest request, CancellationToken ct) =>
        egress.ListAsync(request, ct);
}

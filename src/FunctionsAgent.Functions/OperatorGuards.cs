using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsAgent.Functions;

public sealed class OperatorGuards(EgressApi egress)
{
    [Function(nameof(OperatorGuards))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/operator/guards")] HttpRequest request, CancellationToken ct) =>
        egress.GuardsAsync(request, ct);
}

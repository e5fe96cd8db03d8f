using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsAgent.Functions;

public sealed class OperatorKpiRecompute(KpiApi kpi)
{
    [Function(nameof(OperatorKpiRecompute))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/operator/kpi/recompute")] HttpRequest request, CancellationToken ct) =>
        kpi.RecomputeAsync(request, ct);
}

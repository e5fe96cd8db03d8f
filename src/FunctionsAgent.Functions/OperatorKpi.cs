using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsAgent.Functions;

public sealed class OperatorKpi(KpiApi kpi)
{
    [Function(nameof(OperatorKpi))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/operator/kpi")] HttpRequest request, CancellationToken ct) =>
        kpi.KpiAsync(request, ct);
}

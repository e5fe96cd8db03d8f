using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsAgent.Functions;

public sealed class OperatorKpiReport(KpiApi kpi)
{
    [Function(nameof(OperatorKpiReport))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/operator/kpi/report")] HttpRequest request, CancellationToken ct) =>
        kpi.ReportAsync(request, ct);
}

using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsAgent.Functions;

public sealed class OperatorKpi(OperatorApi operators)
{
    [Function(nameof(OperatorKpi))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/operator/kpi")] HttpRequest request, CancellationToken ct) =>
        operators.KpiAsync(request, ct);
}

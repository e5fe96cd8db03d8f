using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsAgent.Functions;

public sealed class OperatorRollUp(KpiApi kpi)
{
    [Function(nameof(OperatorRollUp))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/operator/kpi/rollup")] HttpRequest request, CancellationToken ct) =>
        kpi.RollUpAsync(request, ct);
}

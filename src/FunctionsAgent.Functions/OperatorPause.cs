using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsAgent.Functions;

public sealed class OperatorPause(OperatorApi operators)
{
    [Function(nameof(OperatorPause))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/operator/pause")] HttpRequest request, CancellationToken ct) =>
        operators.PauseAsync(request, ct);
}

using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsAgent.Functions;

public sealed class OperatorTraces(OperatorApi operators)
{
    [Function(nameof(OperatorTraces))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/operator/traces")] HttpRequest request, CancellationToken ct) =>
        operators.TracesAsync(request, ct);
}

using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsAgent.Functions;

public sealed class OperatorLog(OperatorApi operators)
{
    [Function(nameof(OperatorLog))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/operator/conversations/{conversationId}/log")] HttpRequest request, CancellationToken ct) =>
        operators.LogAsync(request, ct);
}

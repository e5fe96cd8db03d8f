using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Evaluation;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsAgent.Functions;

public sealed class OperatorExplain(ExplainApi explain)
{
    [Function(nameof(OperatorExplain))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/operator/conversations/{conversationId}/turns/{turn}/explanation")] HttpRequest request, CancellationToken ct) =>
        explain.ExplainAsync(request, ct);
}

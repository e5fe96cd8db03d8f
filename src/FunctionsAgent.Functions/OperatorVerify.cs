using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsAgent.Functions;

public sealed class OperatorVerify(OperatorApi operators)
{
    [Function(nameof(OperatorVerify))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/operator/conversations/{conversationId}/verify")] HttpRequest request, CancellationToken ct) =>
        operators.VerifyAsync(request, ct);
}

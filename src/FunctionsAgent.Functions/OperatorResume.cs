using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsAgent.Functions;

public sealed class OperatorResume(OperatorApi operators)
{
    [Function(nameof(OperatorResume))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/operator/resume")] HttpRequest request, CancellationToken ct) =>
        operators.ResumeAsync(request, ct);
}

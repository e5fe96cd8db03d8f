using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsAgent.Functions;

public sealed class OperatorReadyCheck(PublishApi publishing)
{
    [Function(nameof(OperatorReadyCheck))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/operator/ready")] HttpRequest request, CancellationToken ct) =>
        publishing.CheckAsync(request, ct);
}

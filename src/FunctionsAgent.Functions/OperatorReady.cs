using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsAgent.Functions;

public sealed class OperatorReady(PublishApi publishing)
{
    [Function(nameof(OperatorReady))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/operator/ready")] HttpRequest request, CancellationToken ct) =>
        publishing.ReadyAsync(request, ct);
}

using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsAgent.Functions;

public sealed class OperatorPackages(PublishApi publishing)
{
    [Function(nameof(OperatorPackages))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/operator/packages")] HttpRequest request, CancellationToken ct) =>
        publishing.PublishAsync(request, ct);
}

using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsAgent.Functions;

public sealed class OperatorVersions(PublishApi publishing)
{
    [Function(nameof(OperatorVersions))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/operator/versions")] HttpRequest request, CancellationToken ct) =>
        publishing.VersionsAsync(request, ct);
}

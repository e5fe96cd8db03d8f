using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Channels;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsAgent.Functions;

public sealed class Mcp(McpApi api)
{
    // All three methods, so that the host does not answer two of them 404: clients ask for a stream and take 405 for "none".
    [Function(nameof(Mcp))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "post", "delete", Route = "mcp")] HttpRequest request, CancellationToken ct) =>
        api.AnswerAsync(request, ct);
}

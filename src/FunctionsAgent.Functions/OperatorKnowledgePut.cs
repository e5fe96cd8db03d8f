using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsAgent.Functions;

public sealed class OperatorKnowledgePut(KnowledgeApi knowledge)
{
    [Function(nameof(OperatorKnowledgePut))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/operator/agents/{agent}/articles/{id}")] HttpRequest request, CancellationToken ct) =>
        knowledge.PutAsync(request, ct);
}

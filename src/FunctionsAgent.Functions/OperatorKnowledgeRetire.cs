using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsAgent.Functions;

public sealed class OperatorKnowledgeRetire(KnowledgeApi knowledge)
{
    [Function(nameof(OperatorKnowledgeRetire))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/operator/agents/{agent}/articles/{id}/retire")] HttpRequest request, CancellationToken ct) =>
        knowledge.RetireAsync(request, ct);
}

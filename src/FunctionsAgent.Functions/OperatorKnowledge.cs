using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsAgent.Functions;

public sealed class OperatorKnowledge(KnowledgeApi knowledge)
{
    [Function(nameof(OperatorKnowledge))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/operator/agents/{agent}/articles")] HttpRequest request, CancellationToken ct) =>
        knowledge.ListAsync(request, ct);
}

using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsAgent.Functions;

public sealed class OperatorKnowledgeRestore(KnowledgeApi knowledge)
{
    [Function(nameof(OperatorKnowledgeRestore))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/operator/agents/{agent}/articles/{id}/retire")] HttpRequest request, CancellationToken ct) =>
        knowledge.RestoreAsync(request, ct);
}

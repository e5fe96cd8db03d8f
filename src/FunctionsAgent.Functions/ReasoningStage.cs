using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Pipeline;
using FunctionsAgent.Queues;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsAgent.Functions;

public sealed class ReasoningStage(StageRunner runner)
{
    [Function(nameof(ReasoningStage))]
    public Task RunAsync([ServiceBusTrigger(QueueNames.Reasoning, Connection = "ServiceBus", IsSessionsEnabled = true)] string body, CancellationToken ct) =>
        runner.HandleAsync(QueueNames.Reasoning, body, ct);
}

using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Pipeline;
using FunctionsAgent.Queues;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsAgent.Functions;

public sealed class HandoffStage(StageRunner runner)
{
    [Function(nameof(HandoffStage))]
    public Task RunAsync([ServiceBusTrigger(QueueNames.Handoff, Connection = "ServiceBus", IsSessionsEnabled = true)] string body, CancellationToken ct) =>
        runner.HandleAsync(QueueNames.Handoff, body, ct);
}

using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Pipeline;
using FunctionsAgent.Queues;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsAgent.Functions;

public sealed class ToolChainStage(StageRunner runner)
{
    [Function(nameof(ToolChainStage))]
    public Task RunAsync([ServiceBusTrigger(QueueNames.Tools, Connection = "ServiceBus", IsSessionsEnabled = true)] string body, CancellationToken ct) =>
        runner.HandleAsync(QueueNames.Tools, body, ct);
}

using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Pipeline;
using FunctionsAgent.Queues;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsAgent.Functions;

public sealed class InputStage(StageRunner runner)
{
    [Function(nameof(InputStage))]
    public Task RunAsync([ServiceBusTrigger(QueueNames.Input, Connection = "ServiceBus", IsSessionsEnabled = true)] string body, CancellationToken ct) =>
        runner.HandleAsync(QueueNames.Input, body, ct);
}

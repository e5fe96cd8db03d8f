using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Pipeline;
using FunctionsAgent.Queues;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsAgent.Functions;

public sealed class OutputStage(StageRunner runner)
{
    [Function(nameof(OutputStage))]
    public Task RunAsync([ServiceBusTrigger(QueueNames.Output, Connection = "ServiceBus", IsSessionsEnabled = true)] string body, CancellationToken ct) =>
        runner.HandleAsync(QueueNames.Output, body, ct);
}

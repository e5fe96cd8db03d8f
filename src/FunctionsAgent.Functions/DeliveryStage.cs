using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Pipeline;
using FunctionsAgent.Queues;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsAgent.Functions;

public sealed class DeliveryStage(StageRunner runner)
{
    [Function(nameof(DeliveryStage))]
    public Task RunAsync([ServiceBusTrigger(QueueNames.Delivery, Connection = "ServiceBus", IsSessionsEnabled = true)] string body, CancellationToken ct) =>
        runner.HandleAsync(QueueNames.Delivery, body, ct);
}

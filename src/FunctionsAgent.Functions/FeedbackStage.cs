using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Pipeline;
using FunctionsAgent.Queues;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsAgent.Functions;

public sealed class FeedbackStage(StageRunner runner)
{
    [Function(nameof(FeedbackStage))]
    public Task RunAsync([ServiceBusTrigger(QueueNames.Feedback, Connection = "ServiceBus", IsSessionsEnabled = true)] string body, CancellationToken ct) =>
        runner.HandleAsync(QueueNames.Feedback, body, ct);
}

using System.Threading;
using System.Threading.Tasks;
using Microsoft.Azure.Functions.Worker;
using Counts = FunctionsAgent.Feedback.Nightly;

namespace FunctionsAgent.Functions;

public sealed class Nightly(Counts counts)
{
    [Function(nameof(Nightly))]
    public Task RunAsync([TimerTrigger("0 0 2 * * *")] TimerInfo timer, CancellationToken ct) =>
        counts.RunAsync(ct);
}

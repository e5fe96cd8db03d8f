using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Pipeline;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsAgent.Functions;

public sealed class Nightly(Night night)
{
    [Function(nameof(Nightly))]
    public Task RunAsync([TimerTrigger("0 0 2 * * *")] TimerInfo timer, CancellationToken ct) =>
        night.RunAsync(ct);
}

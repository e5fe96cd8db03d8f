using System;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Cronos;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FunctionsAgent.Local;

/// <summary>Runs timer functions when they are due, in UTC, each one at a time.</summary>
internal sealed partial class TimerBinding(
    FunctionCatalog catalog, TimerLedger ledger, TimeProvider time, IServiceProvider services, ILogger<TimerBinding> logger) : IHostedService, IDisposable
{
    // A delay is measured by a clock that stands still while the machine sleeps: look at the wall clock now and then.
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(10);

    private readonly CancellationTokenSource stopping = new();
    private ImmutableArray<Task> loops = [];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var registered = services.GetRequiredService<IServiceProviderIsService>();
        loops = [.. catalog.Entries.Where(entry => entry.Trigger is Trigger.Timer).Select(entry => LoopAsync(entry, new FunctionInvoker(entry, registered)))];
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await stopping.CancelAsync();
        await Task.WhenAll(loops).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => stopping.Dispose();

    private async Task LoopAsync(FunctionEntry entry, FunctionInvoker invoker)
    {
        var schedule = CronExpression.Parse(((Trigger.Timer)entry.Trigger).Schedule, CronFormat.IncludeSeconds);
        var last = ledger.Last(entry.Name);
        if (last is null) Record(entry, time.GetUtcNow());
        var from = last ?? time.GetUtcNow();
        try
        {
            while (schedule.GetNextOccurrence(from, TimeZoneInfo.Utc) is { } due)
            {
                var late = due < time.GetUtcNow();
                await WaitAsync(due);
                var now = time.GetUtcNow();
                await RunAsync(entry, invoker, new TimerInfo { IsPastDue = late, ScheduleStatus = Status(schedule, last, now) });
                // Whatever came due up to now is made up for by this one run.
                Record(entry, now);
                last = from = now;
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Stopped: an unfinished run stays unrecorded and is made up for at the next start.
        }
    }

    private async Task WaitAsync(DateTimeOffset due)
    {
        while (due - time.GetUtcNow() is var left && left > TimeSpan.Zero)
            await Task.Delay(left < LongestDelay ? left : LongestDelay, time, stopping.Token);
    }

    private async Task RunAsync(FunctionEntry entry, FunctionInvoker invoker, TimerInfo info)
    {
        try
        {
            await using var scope = services.CreateAsyncScope();
            var context = new LocalFunctionContext(entry.Name, $"{entry.Name}-{time.GetUtcNow():yyyyMMddTHHmmss}", scope.ServiceProvider, ImmutableDictionary<string, object?>.Empty, stopping.Token);
            await invoker.InvokeAsync(new Invocation(scope.ServiceProvider, info, context));
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception e)
        {
            Log.Failed(logger, entry.Name, e);
        }
    }

    private void Record(FunctionEntry entry, DateTimeOffset at)
    {
        try
        {
            ledger.Ran(entry.Name, at);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.NotRecorded(logger, entry.Name, e.Message);
        }
    }

    private static ScheduleStatus Status(CronExpression schedule, DateTimeOffset? last, DateTimeOffset now) => new()
    {
        Last = last?.UtcDateTime ?? default,
        Next = schedule.GetNextOccurrence(now, TimeZoneInfo.Utc)?.UtcDateTime ?? default,
        LastUpdated = last?.UtcDateTime ?? default,
    };

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "{Function} failed; it runs again when it is next due.")]
        public static partial void Failed(ILogger logger, string function, Exception exception);

        [LoggerMessage(2, LogLevel.Warning, "{Function} ran, and the run could not be recorded: {Error} After a restart it may run again.")]
        public static partial void NotRecorded(ILogger logger, string function, string error);
    }
}

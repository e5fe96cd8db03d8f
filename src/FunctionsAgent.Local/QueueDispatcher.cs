using System;
using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Queues;
using Microsoft.Extensions.Logging;

namespace FunctionsAgent.Local;

/// <summary>
/// Takes messages off one queue and runs up to <paramref name="most"/> handlers at once. Grows while messages come:
/// whoever takes one leaves another waiting; a few keep waiting, so that a store may accept for several in one commit.
/// </summary>
internal sealed partial class QueueDispatcher(string queue, int most, IQueueReceiver receiver, MessageHandler handler, TimeProvider time, ILogger logger) : IDisposable
{
    private const int MostWaiting = 8;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly Lock gate = new();
    private readonly CancellationTokenSource stopping = new();
    private readonly CancellationTokenSource abort = new();
    private readonly TaskCompletionSource drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int workers;
    private int waiting;

    public void Start() => Grow();

    /// <summary>Accepts no more, waits for the handlers, after <paramref name="patience"/> cancels them (they put their messages back).</summary>
    public async Task StopAsync(TimeSpan patience)
    {
        lock (gate)
        {
            stopping.Cancel();
            if (workers == 0) drained.TrySetResult();
        }
        try
        {
            await drained.Task.WaitAsync(patience, time);
        }
        catch (TimeoutException)
        {
            Log.Cut(logger, queue, patience.TotalSeconds);
            await abort.CancelAsync();
            await drained.Task;
        }
    }

    public void Dispose()
    {
        stopping.Dispose();
        abort.Dispose();
    }

    private void Grow()
    {
        lock (gate)
        {
            if (stopping.IsCancellationRequested || waiting > 0 || workers >= most) return;
            workers++;
            waiting++;
        }
        _ = Task.Run(WorkAsync);
    }

    private async Task WorkAsync()
    {
        do
        {
            var message = await AcceptAsync();
            lock (gate) waiting--;
            if (message is null) break;
            Grow();
            await handler.RunAsync(message, abort.Token);
        }
        while (Stay());

        lock (gate)
            if (--workers == 0 && stopping.IsCancellationRequested) drained.TrySetResult();
    }

    private bool Stay()
    {
        lock (gate)
        {
            if (stopping.IsCancellationRequested || waiting >= MostWaiting) return false;
            waiting++;
            return true;
        }
    }

    private async Task<Received?> AcceptAsync()
    {
        var pause = FirstPause;
        while (true)
        {
            try
            {
                return await receiver.AcceptAsync(queue, stopping.Token);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return null;
            }
            catch (Exception e)
            {
                Log.NotAccepted(logger, queue, e.GetType().Name, pause.TotalSeconds);
            }
            try
            {
                await Task.Delay(pause, time, stopping.Token);
            }
            catch (OperationCanceledException)
            {
                return null;
            }
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{Queue}: nothing could be accepted ({Error}); again in {Seconds} s.")]
        public static partial void NotAccepted(ILogger logger, string queue, string error, double seconds);

        [LoggerMessage(2, LogLevel.Warning, "{Queue}: handlers still ran {Seconds} s after the stop; they are cancelled and their messages put back.")]
        public static partial void Cut(ILogger logger, string queue, double seconds);
    }
}

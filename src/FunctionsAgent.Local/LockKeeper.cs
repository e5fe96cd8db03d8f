using System;
using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Queues;
using Microsoft.Extensions.Logging;

namespace FunctionsAgent.Local;

/// <summary>Renews a message's lock at half of what remains of it, for as long as its handler runs.</summary>
internal sealed partial class LockKeeper(IQueueReceiver receiver, TimeSpan maxRenewal, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan ShortestWait = TimeSpan.FromSeconds(1);

    /// <summary>Ends with true when <paramref name="done"/> fires and the lock still holds; with false as soon as it is lost.</summary>
    public async Task<bool> KeepAsync(Received message, CancellationToken done)
    {
        var until = message.LockedUntil;
        var renewable = time.GetUtcNow() + maxRenewal;
        while (true)
        {
            var left = until - time.GetUtcNow();
            if (left <= TimeSpan.Zero) return false;
            var wait = time.GetUtcNow() < renewable && left > ShortestWait ? Max(left / 2, ShortestWait) : left;
            try
            {
                await Task.Delay(wait, time, done);
                var now = time.GetUtcNow();
                if (now < until && now < renewable) until = await receiver.RenewAsync(message, done);
            }
            catch (OperationCanceledException) when (done.IsCancellationRequested)
            {
                return true;
            }
            catch (LockLostException)
            {
                return false;
            }
            catch (Exception e)
            {
                // Transient or not: there is time for another attempt until the lock runs out.
                Log.NotRenewed(logger, message.Queue, message.Session, message.Sequence, until, e.GetType().Name);
            }
        }
    }

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{Queue}: the lock of {Session} {Sequence} could not be renewed ({Error}); it holds until {Until}.")]
        public static partial void NotRenewed(ILogger logger, string queue, string session, long sequence, DateTimeOffset until, string error);
    }
}

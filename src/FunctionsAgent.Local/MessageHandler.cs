using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Queues;
using FunctionsAgent.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FunctionsAgent.Local;

/// <summary>One message: the function runs under the lock; then it is completed, abandoned, or left alone when the lock is lost.</summary>
internal sealed partial class MessageHandler(
    FunctionEntry function, FunctionInvoker invoker, IQueueReceiver receiver, LockKeeper keeper, IServiceScopeFactory scopes, TimeProvider time, ILogger logger)
{
    private static readonly ImmutableDictionary<string, object?> NoProperties = ImmutableDictionary<string, object?>.Empty.Add("ApplicationProperties", "{}");

    // A session whose message could not be settled stands still until its lock runs out, so a busy store is asked again.
    private static readonly ImmutableArray<TimeSpan> SettleAgain = [TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(2)];

    /// <summary>Never throws. <paramref name="stop"/> ends the handler and puts the message back.</summary>
    public async Task RunAsync(Received message, CancellationToken stop)
    {
        using var handler = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var done = new CancellationTokenSource();
        var keeping = KeepAsync(message, handler, done.Token);
        var failure = await InvokeAsync(message, handler.Token);
        await done.CancelAsync();

        if (!await keeping)
        {
            Log.Lost(logger, function.Name, message.Session, message.Sequence, message.DeliveryCount);
            return;
        }
        if (failure is not null) Log.Failed(logger, function.Name, message.Session, message.Sequence, message.DeliveryCount, failure.GetType().Name);
        await SettleAsync(message, failure is null);
    }

    private async Task<bool> KeepAsync(Received message, CancellationTokenSource handler, CancellationToken done)
    {
        var held = await keeper.KeepAsync(message, done);
        if (!held) await handler.CancelAsync();
        return held;
    }

    private async Task<Exception?> InvokeAsync(Received message, CancellationToken ct)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var context = new LocalFunctionContext(function.Name, $"{message.Sequence}-{message.DeliveryCount}", scope.ServiceProvider, Data(message), ct);
            await invoker.InvokeAsync(new Invocation(scope.ServiceProvider, message.Body, context));
            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    }

    private async Task SettleAsync(Received message, bool complete)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await (complete ? receiver.CompleteAsync(message) : receiver.AbandonAsync(message));
                return;
            }
            catch (StoreBusyException) when (attempt < SettleAgain.Length)
            {
                await Task.Delay(SettleAgain[attempt], time);
            }
            catch (Exception e)
            {
                Log.NotSettled(logger, function.Name, complete ? "completed" : "abandoned", message.Session, message.Sequence, e.GetType().Name);
                return;
            }
        }
    }

    private static ImmutableDictionary<string, object?> Data(Received message) => message.Properties.Count == 0
        ? NoProperties
        : NoProperties.SetItem("ApplicationProperties", JsonSerializer.Serialize<IReadOnlyDictionary<string, string>>(message.Properties));

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{Function}: lost the lock of {Session} {Sequence} on delivery {Delivery}; whoever has it now settles it.")]
        public static partial void Lost(ILogger logger, string function, string session, long sequence, int delivery);

        [LoggerMessage(2, LogLevel.Error, "{Function}: {Session} {Sequence} failed on delivery {Delivery} with {Error} and is put back.")]
        public static partial void Failed(ILogger logger, string function, string session, long sequence, int delivery, string error);

        [LoggerMessage(3, LogLevel.Warning, "{Function}: {Session} {Sequence} could not be {Settlement} ({Error}); it comes again when its lock runs out.")]
        public static partial void NotSettled(ILogger logger, string function, string settlement, string session, long sequence, string error);
    }
}

using System;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Queues;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FunctionsAgent.Local;

/// <summary>One dispatcher for each queue function, as long as the host runs.</summary>
internal sealed class QueueBinding(FunctionCatalog catalog, HostJson settings, IServiceProvider services, ILoggerFactory loggers) : IHostedService, IDisposable
{
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private ImmutableArray<QueueDispatcher> dispatchers = [];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        dispatchers = [.. catalog.Entries.Where(entry => entry.Trigger is Trigger.Queue).Select(Dispatcher)];
        foreach (var dispatcher in dispatchers) dispatcher.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.WhenAll(dispatchers.Select(dispatcher => dispatcher.StopAsync(Patience)));

    public void Dispose()
    {
        foreach (var dispatcher in dispatchers) dispatcher.Dispose();
    }

    private QueueDispatcher Dispatcher(FunctionEntry entry)
    {
        var receiver = services.GetRequiredService<IQueueReceiver>();
        var time = services.GetRequiredService<TimeProvider>();
        var logger = loggers.CreateLogger<QueueBinding>();
        var invoker = new FunctionInvoker(entry, services.GetRequiredService<IServiceProviderIsService>());
        var handler = new MessageHandler(
            entry, invoker, receiver, new LockKeeper(receiver, settings.MaxLockRenewal, time, logger), services.GetRequiredService<IServiceScopeFactory>(), time, logger);
        return new QueueDispatcher(((Trigger.Queue)entry.Trigger).Name, settings.MaxConcurrentSessions, receiver, handler, time, logger);
    }
}

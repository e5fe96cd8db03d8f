using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using Microsoft.Extensions.Logging;

namespace FunctionsAgent.Local.Simulation;

/// <summary>Errors that the product logs while it is simulated: nobody is there to read them otherwise.</summary>
internal sealed class SimulatedErrors : ILoggerProvider, ILogger
{
    private const int MostKept = 100;

    private readonly ConcurrentQueue<string> seen = [];

    public IReadOnlyCollection<string> Seen => seen;

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel) && seen.Count < MostKept) seen.Enqueue($"{formatter(state, exception)}{(exception is null ? "" : $" ({exception.GetType().Name}: {exception.Message})")}");
    }

    public void Dispose() { }
}

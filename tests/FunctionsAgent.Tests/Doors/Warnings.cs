using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace FunctionsAgent.Tests.Doors;

/// <summary>What a host logs, and waiting for a line of it.</summary>
internal sealed class Warnings : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> lines = new();
    private readonly List<(string Piece, TaskCompletionSource Seen)> waiting = [];

    public IReadOnlyCollection<string> Lines => lines;

    public Task SeenAsync(string piece)
    {
        lock (waiting)
        {
            if (lines.Any(line => line.Contains(piece, StringComparison.Ordinal))) return Task.CompletedTask;
            var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            waiting.Add((piece, seen));
            return seen.Task.WaitAsync(Drivers.AgentHost.Patience);
        }
    }

    public ILogger CreateLogger(string categoryName) => this;

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var line = formatter(state, exception);
        lock (waiting)
        {
            lines.Enqueue(line);
            foreach (var (_, seen) in waiting.Where(w => line.Contains(w.Piece, StringComparison.Ordinal))) seen.TrySetResult();
        }
    }

    public void Dispose() { }
}

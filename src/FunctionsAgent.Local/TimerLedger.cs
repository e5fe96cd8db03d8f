using System;
using System.Collections.Generic;
using System.IO;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Logging;

namespace FunctionsAgent.Local;

/// <summary>When each timer function last ran, in a small file: so that a run missed while nothing ran here is made up for.</summary>
internal sealed partial class TimerLedger(string path, ILogger<TimerLedger> logger)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private readonly Lock gate = new();
    private SortedDictionary<string, DateTimeOffset>? runs;
    private TaskCompletionSource recorded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the next run of any function has been recorded.</summary>
    public Task Recorded
    {
        get
        {
            lock (gate) return recorded.Task;
        }
    }

    /// <summary>Null for a function that never ran here.</summary>
    public DateTimeOffset? Last(string function)
    {
        lock (gate) return Runs.TryGetValue(function, out var last) ? last : null;
    }

    public void Ran(string function, DateTimeOffset at)
    {
        lock (gate)
        {
            Runs[function] = at;
            (var done, recorded) = (recorded, new(TaskCreationOptions.RunContinuationsAsynchronously));
            done.SetResult();
            PrivateFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(Runs, Indented));
        }
    }

    private SortedDictionary<string, DateTimeOffset> Runs => runs ??= Read();

    private SortedDictionary<string, DateTimeOffset> Read()
    {
        try
        {
            if (File.Exists(path) && JsonSerializer.Deserialize<Dictionary<string, DateTimeOffset>>(File.ReadAllBytes(path)) is { } read)
                return new SortedDictionary<string, DateTimeOffset>(read, StringComparer.Ordinal);
        }
        catch (JsonException)
        {
            Log.Unreadable(logger, path);
        }
        return new SortedDictionary<string, DateTimeOffset>(StringComparer.Ordinal);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{Path} is not readable: timers start as on the first day, without making up for missed runs.")]
        public static partial void Unreadable(ILogger logger, string path);
    }
}

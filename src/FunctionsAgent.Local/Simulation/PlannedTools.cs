using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Evaluation;
using FunctionsAgent.Storage;
using FunctionsAgent.Tools;

namespace FunctionsAgent.Local.Simulation;

/// <summary>
/// Answers in place of all tools what the test says whose words a customer is using; nothing outside is ever called. The trace of
/// the turn tells whose call it is.
/// </summary>
internal sealed class PlannedTools : ITool, IDisposable
{
    private const string Conversation = "gen_ai.conversation.id";

    private readonly ConcurrentDictionary<string, Script> scripts = new(StringComparer.Ordinal);
    private readonly ActivityListener listener = new()
    {
        ShouldListenTo = source => source.Name == Telemetry.Name,
        Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
    };

    public PlannedTools() => ActivitySource.AddActivityListener(listener);

    /// <summary>What the tools answer to a conversation from now on.</summary>
    public void Use(string conversation, Line line)
    {
        if (line.Test is null) return;
        if (line.Fresh || !scripts.ContainsKey(conversation)) scripts[conversation] = new Script(line.Tools, []);
    }

    /// <summary>Nothing more is going to be said in a conversation.</summary>
    public void Forget(string conversation) => scripts.TryRemove(conversation, out _);

    public Task<ToolResult> CallAsync(ToolCall call, CancellationToken ct) => Task.FromResult(
        Current() is { } conversation && scripts.TryGetValue(conversation, out var script) && script.Next(call.Tool.Name) is { } answer
            ? answer : new Failed("unavailable", "no answer is planned for this call"));

    public Task<ToolResult> ReconcileAsync(ToolCall call, CancellationToken ct) => Task.FromResult<ToolResult>(new Unknown("the test says nothing more"));

    public void Dispose() => listener.Dispose();

    private static string? Current()
    {
        for (var span = Activity.Current; span is not null; span = span.Parent)
            if (span.GetTagItem(Conversation) is string conversation) return conversation;
        return null;
    }

    private sealed record Script(ImmutableDictionary<string, ImmutableArray<ToolResult>> Answers, Dictionary<string, int> Calls)
    {
        public ToolResult? Next(string tool)
        {
            if (!Answers.TryGetValue(tool, out var given) || given.IsEmpty) return null;
            lock (Calls) return given[Math.Min(Calls[tool] = Calls.GetValueOrDefault(tool) + 1, given.Length) - 1];
        }
    }
}

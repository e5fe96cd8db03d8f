using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Tools;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsAgent.Local.Authoring;

/// <summary>Answers in place of the tools a test names; the others are called as ever.</summary>
internal sealed class TestTools
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, int> calls = [];
    private ImmutableDictionary<string, ImmutableArray<ToolResult>> answers = ImmutableDictionary<string, ImmutableArray<ToolResult>>.Empty;

    /// <summary>What the tools of the next conversation answer, in order; the last answer stays.</summary>
    public void Use(ImmutableDictionary<string, ImmutableArray<ToolResult>> next)
    {
        lock (gate)
        {
            answers = next;
            calls.Clear();
        }
    }

    public void Configure(IServiceCollection services)
    {
        var real = services.Last(d => d.ServiceType == typeof(ITool));
        services.Remove(real);
        services.AddSingleton<ITool>(s => new Tool(this, (ITool)(real.ImplementationInstance ?? real.ImplementationFactory?.Invoke(s) ?? ActivatorUtilities.CreateInstance(s, real.ImplementationType!))));
    }

    private ToolResult? Next(string tool)
    {
        lock (gate)
        {
            if (!answers.TryGetValue(tool, out var given) || given.IsEmpty) return null;
            var call = calls[tool] = calls.GetValueOrDefault(tool) + 1;
            return given[Math.Min(call, given.Length) - 1];
        }
    }

    private bool IsScripted(string tool)
    {
        lock (gate) return answers.ContainsKey(tool);
    }

    private sealed class Tool(TestTools script, ITool real) : ITool
    {
        public Task<ToolResult> CallAsync(ToolCall call, CancellationToken ct) => script.Next(call.Tool.Name) is { } answer ? Task.FromResult(answer) : real.CallAsync(call, ct);

        public Task<ToolResult> ReconcileAsync(ToolCall call, CancellationToken ct) =>
            script.IsScripted(call.Tool.Name) ? Task.FromResult<ToolResult>(new Unknown("the test says nothing more")) : real.ReconcileAsync(call, ct);
    }
}

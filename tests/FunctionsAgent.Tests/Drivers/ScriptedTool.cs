using System.Collections.Concurrent;
using System.Text.Json;
using FunctionsAgent.Tools;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsAgent.Tests.Drivers;

/// <summary>Takes the place of every tool and answers by script; keeps the calls.</summary>
internal sealed class ScriptedTool(Func<ToolCall, Task<ToolResult>> answer) : ITool
{
    private readonly ConcurrentQueue<ToolCall> calls = new();

    public ScriptedTool(Func<ToolCall, ToolResult> answer) : this(call => Task.FromResult(answer(call)))
    {
    }

    /// <summary>An order that is being packed: one call, no shipment.</summary>
    public static ToolResult Processing(ToolCall call) => Order(call, "processing");

    public static ToolResult Order(ToolCall call, string status) =>
        new Ok(JsonSerializer.SerializeToElement(new { id = call.Arguments.GetProperty("order_id").GetString(), status }), 100);

    public IReadOnlyList<ToolCall> Calls => [.. calls];

    public void Register(IServiceCollection services) => services.AddSingleton<ITool>(this);

    public Task<ToolResult> CallAsync(ToolCall call, CancellationToken ct)
    {
        calls.Enqueue(call);
        return answer(call);
    }
}

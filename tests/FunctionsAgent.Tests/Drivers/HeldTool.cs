using FunctionsAgent.Tools;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsAgent.Tests.Drivers;

/// <summary>A tool whose first call stays open until the test lets it go: a turn that is under way.</summary>
internal sealed class HeldTool : ITool
{
    private readonly TaskCompletionSource entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource release = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Entered => entered.Task.WaitAsync(AgentHost.Patience);

    public void Release() => release.TrySetResult();

    public void Register(IServiceCollection services) => services.AddSingleton<ITool>(this);

    public async Task<ToolResult> CallAsync(ToolCall call, CancellationToken ct)
    {
        entered.TrySetResult();
        await release.Task.WaitAsync(AgentHost.Patience, ct);
        return ScriptedTool.Processing(call);
    }
}

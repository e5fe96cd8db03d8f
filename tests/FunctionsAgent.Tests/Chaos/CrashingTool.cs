using FunctionsAgent.Channels;
using FunctionsAgent.Tools;

namespace FunctionsAgent.Tests.Chaos;

internal sealed class CrashingTool(ITool inner, Crashes crashes) : ITool
{
    public const string Seam = "ITool";

    public Task<ToolResult> CallAsync(ToolCall call, CancellationToken ct) =>
        crashes.AroundAsync(Seam, $"call {call.Tool.Name}", () => inner.CallAsync(call, ct));

    public Task<ToolResult> ReconcileAsync(ToolCall call, CancellationToken ct) =>
        crashes.AroundAsync(Seam, $"reconcile {call.Tool.Name}", () => inner.ReconcileAsync(call, ct));
}

internal sealed class CrashingOutbound(string channel, IOutbound inner, Crashes crashes) : IOutbound
{
    public const string Seam = "IOutbound";

    public bool Dedupes => inner.Dedupes;

    public string? MessageIdOf(Outbound message) => inner.MessageIdOf(message);

    public Task<Delivery> SendAsync(Outbound message, CancellationToken ct) => crashes.AroundAsync(Seam, channel, () => inner.SendAsync(message, ct));
}

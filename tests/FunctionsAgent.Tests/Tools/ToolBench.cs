using System.Collections.Immutable;
using System.Text.Json;
using FunctionsAgent.Tools;
using Microsoft.Extensions.Logging.Abstractions;

namespace FunctionsAgent.Tests.Tools;

/// <summary>A tool under test with its client, its clock and the setting <c>Shop</c>.</summary>
internal sealed class ToolBench(string shop, TimeProvider? clock = null) : IDisposable
{
    public const string OrderNumber = """{"type":"object","required":["order_id"],"properties":{"order_id":{"type":"string"}},"additionalProperties":false}""";
    public const string RefundInput = """{"type":"object","required":["order_id","amount_cents"],"properties":{"order_id":{"type":"string"},"amount_cents":{"type":"integer","minimum":1}}}""";
    public const string Key = "t1:turn2:3:0";

    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(7);
    private readonly HttpClient client = HttpTool.CreateClient();

    public HttpTool Tool => field ??= new HttpTool(client, name => name == "Shop" ? shop : null, clock ?? TimeProvider.System, NullLogger<HttpTool>.Instance);

    public static ToolSpec GetOrder { get; } = new(
        "get_order", ["api://get_order"], "Looks up one order by its number.", ToolEffect.Read,
        new HttpSpec("GET", "${Shop}/orders/{order_id}", Timeout), OrderNumber, """{"type":"object"}""", Fields(("id", "$.id"), ("status", "$.status")));

    public static ToolSpec Refund { get; } = new(
        "refund", ["api://refund"], "Refunds a part of an order.", ToolEffect.Irreversible,
        new HttpSpec("POST", "${Shop}/refunds", Timeout), RefundInput, """{"type":"object","required":["id"],"properties":{"id":{"type":"string"}}}""", Fields(("receipt", "$.id")),
        Reconcile: new HttpSpec("GET", "${Shop}/refunds?key={key}", Timeout));

    public static ImmutableDictionary<string, string> Fields(params (string Field, string Path)[] fields) =>
        fields.ToImmutableDictionary(field => field.Field, field => field.Path);

    public static ToolSpec WithRetries(ToolSpec spec, int retries, bool idempotent = false) =>
        spec with { Http = spec.Http with { Retries = retries }, Idempotent = idempotent };

    public static ToolCall Order(string number, ToolSpec? spec = null) => Call(spec ?? GetOrder, JsonSerializer.Serialize(new { order_id = number }));

    public static ToolCall RefundOf(int cents, ToolSpec? spec = null) => Call(spec ?? Refund, $$"""{"order_id":"W1001","amount_cents":{{cents}}}""");

    public static ToolCall Call(ToolSpec spec, string arguments) => new(spec, Key, JsonDocument.Parse(arguments).RootElement);

    public Task<ToolResult> CallAsync(ToolCall call) => Tool.CallAsync(call, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30));

    public Task<ToolResult> ReconcileAsync(ToolCall call) => Tool.ReconcileAsync(call, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30));

    public void Dispose() => client.Dispose();
}

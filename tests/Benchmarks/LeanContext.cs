using System.Collections.Immutable;
using System.Net;
using System.Text;
using System.Text.Json;
using FunctionsAgent.Reasoning;
using FunctionsAgent.Tools;
using Microsoft.Extensions.Logging.Abstractions;

namespace Benchmarks;

/// <summary>A tool's answer made small as it streams past: all orders of the retail backend's busiest customer, and the same again and again up to a hundred times what a model takes.</summary>
internal static class LeanContext
{
    private const int Small = 1_000_000;
    private const int Large = 100_000_000;

    private static readonly ToolSpec GetOrders = new(
        "get_orders", ["api://get_orders"], "Lists a customer's orders.", ToolEffect.Read,
        new HttpSpec("GET", "${Shop}/customers/C013/orders", TimeSpan.FromMinutes(2)), """{"type":"object"}""", """{"type":"object","required":["orders"]}""",
        ImmutableDictionary<string, string>.Empty)
    {
        Lists = ImmutableDictionary<string, ListProjection>.Empty.Add("orders", new("$.orders[*]", new Dictionary<string, string>
        {
            ["id"] = "$.id", ["status"] = "$.status", ["expected"] = "$.delivery.expected", ["tracking"] = "$.shipment.tracking_number",
        }.ToImmutableDictionary(StringComparer.Ordinal))),
    };

    public static async Task<ContextFigures> MeasureAsync()
    {
        await using var shop = RetailSupport.Backend.Backend.Create("http://127.0.0.1:0");
        await shop.StartAsync();
        using var tools = HttpTool.CreateClient();
        var whole = await WholeAsync(tools, new Uri($"{shop.Urls.Single()}/customers/C013/orders"));
        var begin = whole.IndexOf(OrdersStream.Begin[1..], StringComparison.Ordinal) + OrdersStream.Begin.Length - 1;
        OrdersStream.Block = Encoding.UTF8.GetBytes(whole[begin..^OrdersStream.End.Length]);
        // With everything loaded, and before an array was lent for a large answer.
        await CallAsync(() => new MemoryStream("""{"orders":[]}"""u8.ToArray()));
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var (smallHeld, largeHeld) = (await HeldAsync(Small, before), await HeldAsync(Large, before));

        var kept = (Ok)await CallAsync(tools, shop.Urls.Single());
        var entries = kept.Value.GetProperty("orders");
        if (entries.GetArrayLength() != ListProjection.UsuallyTaken || entries.EnumerateArray().Max(entry => entry.EnumerateObject().Count()) != 4) throw new InvalidOperationException($"Not what was asked for: {entries}");

        for (var warm = 0; warm < 3; warm++) await RateAsync(Large / 4);
        var (small, large) = (await BestAsync(Small, 3), await BestAsync(Large, 3));
        return new(kept.Value.GetProperty(ListProjection.TotalOf("orders")).GetInt32(), whole.Length, Count(whole), Count(kept.Value.GetRawText()), small, large, smallHeld, largeHeld);
    }

    // By hand: the client's own way would leave lent arrays behind, which are what is measured next.
    private static async Task<string> WholeAsync(HttpClient client, Uri url)
    {
        using var response = await client.GetAsync(url, HttpCompletionOption.ResponseHeadersRead);
        using var memory = new MemoryStream();
        var (piece, read) = (new byte[4096], 0);
        var body = await response.Content.ReadAsStreamAsync();
        while ((read = await body.ReadAsync(piece)) > 0) memory.Write(piece, 0, read);
        return Encoding.UTF8.GetString(memory.GetBuffer(), 0, (int)memory.Length);
    }

    private static async Task<double> BestAsync(long bytes, int times)
    {
        var best = 0.0;
        for (var n = 0; n < times; n++) best = Math.Max(best, await RateAsync(bytes));
        return best;
    }

    /// <summary>Megabytes a second, read from memory by way of the HTTP client, on one thread. Of the processor's time: a busy machine does not change it.</summary>
    private static async Task<double> RateAsync(long bytes)
    {
        var used = Environment.CpuUsage.TotalTime;
        long read = 0;
        // The processor's time is told in steps of milliseconds.
        while (read < Large / 4) read += ((Ok)await CallAsync(() => new OrdersStream(bytes, null))).RawBytes;
        return read / 1e6 / (Environment.CpuUsage.TotalTime - used).TotalSeconds;
    }

    /// <summary>Bytes alive at most while the answer is read, beyond those before the first.</summary>
    private static async Task<long> HeldAsync(long bytes, long before)
    {
        var most = 0L;
        await CallAsync(() => new OrdersStream(bytes, () => most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before)));
        return most;
    }

    private static async Task<ToolResult> CallAsync(Func<Stream> body)
    {
        using var client = new HttpClient(new Answering(body));
        return await CallAsync(client, "http://shop.example");
    }

    private static async Task<ToolResult> CallAsync(HttpClient client, string shop)
    {
        var tool = new HttpTool(client, _ => shop, TimeProvider.System, NullLogger<HttpTool>.Instance);
        var result = await tool.CallAsync(new ToolCall(GetOrders, "k", JsonElement.Parse("{}")), CancellationToken.None);
        return result is Ok ? result : throw new InvalidOperationException($"{result}");
    }

    // In pieces, as a very long text is only estimated.
    private static int Count(string text) => text.Chunk(50_000).Sum(piece => Tokens.O200k.Count(new string(piece)));

    private sealed class Answering(Func<Stream> body) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { RequestMessage = request, Content = new StreamContent(body()) });
    }
}

/// <param name="Before">o200k tokens of the answer of <paramref name="Orders"/> orders and <paramref name="Characters"/> characters.</param>
/// <param name="After">Tokens of the result.</param>
/// <param name="Small">Megabytes a second of 1 MB, the best of three.</param>
/// <param name="Large">The same of 100 MB, the best of three.</param>
/// <param name="SmallHeld">Bytes alive at most while 1 MB is read.</param>
internal sealed record ContextFigures(int Orders, int Characters, int Before, int After, double Small, double Large, long SmallHeld, long LargeHeld)
{
    public const int AfterTarget = 2000;

    /// <summary>Megabytes a second.</summary>
    public const double RateTarget = 300;
}

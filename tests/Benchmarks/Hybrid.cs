using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Benchmarks;

/// <summary>
/// "Where is my order #W1001?" as a script, and as a loop of a model that takes 800 ms an answer and calls the same two tools:
/// the same product, doors and shop.
/// </summary>
internal static class Hybrid
{
    public const int ModelMilliseconds = 800;

    private const string Script = """
        system:
            instructions: "You are the support desk of a shop for lamps and furniture. Answer in one or two sentences."
            messages:
                welcome: "Hello."
                error: "Something went wrong."
        config:
            developer_name: "retail_support"
        start_agent desk:
            description: "Answers questions about orders"
            actions:
                get_order:
                    description: "Looks up one order by its number"
                    inputs:
                        order_id: string
                            description: "W and four to ten digits"
                            is_required: True
                    target: "api://get_order"
                get_shipment:
                    description: "Looks up one shipment"
                    inputs:
                        shipment_id: string
                            description: "The shipment's id"
                            is_required: True
                    target: "api://get_shipment"
            reasoning:
                instructions: ->
                    | Find out which order is meant, look it up, and its shipment where it has one. Then say where it is, with the tracking number.
                actions:
                    get_order: @actions.get_order
                        with order_id=...
                    get_shipment: @actions.get_shipment
                        with shipment_id=...
        """;

    private static readonly object Model = new
    {
        delayMilliseconds = ModelMilliseconds,
        rules = new object[]
        {
            new { after = "get_order", matches = "(S[0-9]{4,})", call = new[] { new { name = "get_shipment", arguments = new { shipment_id = "{1}" } } } },
            new { after = "get_shipment", matches = "(PA[0-9]+)", say = "Your order has shipped. The tracking number is {1}." },
            new { matches = "(W[0-9]{4,})", call = new[] { new { name = "get_order", arguments = new { order_id = "{1}" } } } },
        },
    };

    public static async Task<HybridFigures> MeasureAsync(string folder, int turns) => new(
        await MeasureAsync(folder, "script", [], turns * 10), await MeasureAsync(folder, "model loop", ModelSettings(Path.Combine(folder, "hybrid")), turns));

    private static Dictionary<string, string?> ModelSettings(string folder)
    {
        var sample = Path.Combine(AppContext.BaseDirectory, "agents", Agent.Name);
        var package = Path.Combine(folder, "agents", Agent.Name);
        Directory.CreateDirectory(Path.Combine(package, "tools"));
        foreach (var tool in new[] { "get_order.yaml", "get_shipment.yaml" }) File.Copy(Path.Combine(sample, "tools", tool), Path.Combine(package, "tools", tool), overwrite: true);
        File.WriteAllText(Path.Combine(package, "desk.agent"), Script);
        File.WriteAllText(Path.Combine(package, "agent.yaml"), $$"""
            name: {{Agent.Name}}
            kpi: { metric: containment, baseline: 0.0, target: 0.5, window: 7d, owner: lead@shop.example, outcome: fewer contacts }
            scope: { does: [orders], doesNot: [], handsTo: inbox }
            script: desk.agent
            """);
        var model = Path.Combine(folder, "model.json");
        File.WriteAllText(model, JsonSerializer.Serialize(Model));
        return new() { ["Agents__Path"] = Path.Combine(folder, "agents"), ["Models__main__Kind"] = "scripted", ["Models__main__Endpoint"] = model };
    }

    private static async Task<HybridTurn> MeasureAsync(string folder, string way, Dictionary<string, string?> settings, int turns)
    {
        await using var agent = await Agent.StartAsync(folder, "waiting", settings: settings);
        await (await Visitor.OpenAsync(agent)).AskAndWaitAsync(CancellationToken.None);
        // A conversation each: what a model is shown of the turns before would come on top.
        var (taken, last) = (new double[turns], "");
        for (var n = 0; n < turns; n++)
        {
            var visitor = await Visitor.OpenAsync(agent);
            var begin = Stopwatch.GetTimestamp();
            await visitor.AskAndWaitAsync("Where is my order #W1001?", "racking number", CancellationToken.None);
            taken[n] = Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
            last = visitor.Conversation;
        }
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/operator/conversations/{last}/log") { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", agent.Key) } };
        using var response = await agent.Client.SendAsync(request);
        var events = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("events").EnumerateArray().ToList();
        var calls = events.Where(e => e.GetProperty("type").GetString() == "ModelCalled").Select(e => e.GetProperty("data")).ToList();
        return new(way, Latency.Of(taken), calls.Count, calls.Sum(c => c.GetProperty("inputTokens").GetInt64()), calls.Sum(c => c.GetProperty("outputTokens").GetInt64()),
            events.Count(e => e.GetProperty("type").GetString() == "ToolCalled"));
    }
}

/// <summary>The same question decided in two ways.</summary>
internal sealed record HybridFigures(HybridTurn Script, HybridTurn Model)
{
    public void Print(TextWriter to)
    {
        to.WriteLine($"\"Where is my order #W1001?\" as a script and as a loop of a model that takes {Hybrid.ModelMilliseconds} ms an answer");
        to.WriteLine("  decided by    model calls  tool calls  tokens in  tokens out   p50 ms   p95 ms  turns");
        foreach (var turn in new[] { Script, Model })
            to.WriteLine(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"  {turn.Way,-12}  {turn.ModelCalls,11}  {turn.ToolCalls,10}  {turn.TokensIn,9}  {turn.TokensOut,10}  {turn.Taken.P50,7:0.0}  {turn.Taken.P95,7:0.0}  {turn.Taken.Count,5}"));
    }
}

/// <param name="TokensIn">Of one turn.</param>
internal sealed record HybridTurn(string Way, Latency Taken, int ModelCalls, long TokensIn, long TokensOut, int ToolCalls);

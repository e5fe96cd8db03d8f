using FunctionsAgent.Tools;

namespace FunctionsAgent.Tests.Tools;

public sealed class ToolSpecTests
{
    private static readonly ToolSpec Good = ToolBench.GetOrder;

    private static void Prepare(ToolSpec spec)
    {
        using var bench = new ToolBench("http://127.0.0.1:1");
        bench.Tool.Prepare(spec);
    }

    private static string Refusal(ToolSpec spec) => Assert.Throws<ArgumentException>(() => Prepare(spec)).Message;

    [Fact]
    public void The_specs_these_tests_vary_are_good()
    {
        Prepare(Good);
        Prepare(ToolBench.Refund);
    }

    [Theory]
    [InlineData("http://shop.example/orders/{order_id}?fields={order_id}&key={key}")]
    [InlineData("https://shop.example/orders")]
    [InlineData("${Shop}")]
    [InlineData("${Shop}?key={key}")]
    public void A_url_may_have_a_fixed_host_and_a_query(string url) => Prepare(Good with { Http = Good.Http with { Url = url } });

    [Theory]
    [InlineData("orders/{order_id}")]
    [InlineData("ftp://shop.example/{order_id}")]
    [InlineData("https://{order_id}.example/")]
    [InlineData("https://shop.example:{order_id}/")]
    [InlineData("${Shop}{order_id}")]
    [InlineData("${Shop}.example/x")]
    [InlineData("${}/orders")]
    [InlineData("${Shop/orders")]
    [InlineData("${Shop}/orders/{order_id")]
    [InlineData("${Shop}/orders/{}")]
    [InlineData("${Shop}/orders/{order id}")]
    [InlineData("${Shop}/orders/order_id}")]
    [InlineData("${Shop}/orders/${Other}")]
    [InlineData("${Shop}/orders#{order_id}")]
    public void A_url_that_cannot_work_is_refused_at_its_position(string url) =>
        Assert.Contains("at position", Refusal(Good with { Http = Good.Http with { Url = url } }), StringComparison.Ordinal);

    [Fact]
    public void A_url_that_takes_an_undeclared_argument_is_refused() =>
        Assert.Contains("'oder_id'", Refusal(Good with { Http = Good.Http with { Url = "${Shop}/orders/{oder_id}" } }), StringComparison.Ordinal);

    [Theory]
    [InlineData("FETCH", 1, 0)]
    [InlineData("get", 1, 0)]
    [InlineData("GET", 0, 0)]
    [InlineData("GET", 1, -1)]
    [InlineData("GET", 1, 11)]
    public void A_request_out_of_range_is_refused(string method, int seconds, int retries) =>
        Refusal(Good with { Http = new HttpSpec(method, "${Shop}/orders", TimeSpan.FromSeconds(seconds), retries) });

    [Fact]
    public void A_reconcile_call_that_would_change_something_is_refused() =>
        Assert.Contains("GET", Refusal(ToolBench.Refund with { Reconcile = new HttpSpec("POST", "${Shop}/refunds", ToolBench.Timeout) }), StringComparison.Ordinal);

    [Fact]
    public void A_path_that_is_not_supported_is_refused() =>
        Assert.Contains("at position 3", Refusal(Good with { Project = ToolBench.Fields(("id", "$..id")) }), StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("no json")]
    [InlineData("[]")]
    [InlineData("""{"type":"object","properties":{"order_id":{"const":"W1"}}}""")]
    [InlineData("""{"type":"object","properties":{"order_id":{"allOf":[{"if":{}}]}}}""")]
    [InlineData("""{"type":"object","properties":{"order_id":{"$ref":"https://shop.example/schema.json"}}}""")]
    [InlineData("""{"type":"object","properties":{"order_id":{"tpye":"string"}}}""")]
    public void A_schema_that_would_not_be_enforced_is_refused(string schema) => Refusal(Good with { Input = schema });
}

using FunctionsAgent.Tools;
using Microsoft.AspNetCore.Http;

namespace FunctionsAgent.Tests.Tools;

public sealed class HttpToolReadTests
{
    private const string Order = """{"id":"W1001","status":"shipped","billing":{"card":"4021"}}""";

    [Fact]
    public async Task Only_the_named_fields_come_back_with_the_size_of_the_whole_answer()
    {
        await using var peer = await Peer.AnsweringAsync(200, Order);
        using var bench = new ToolBench(peer.Url);

        var ok = Assert.IsType<Ok>(await bench.CallAsync(ToolBench.Order("W1001")));

        Assert.Equal("""{"id":"W1001","status":"shipped"}""", ok.Value.GetRawText());
        Assert.Equal(Order.Length, ok.RawBytes);
        var request = Assert.Single(peer.Requests);
        Assert.Equal(("GET", "/orders/W1001", (string?)null, ""), (request.Method, request.Target, request.Key, request.Body));
    }

    [Theory]
    [InlineData("#W1001", "/orders/%23W1001")]
    [InlineData("a/b", "/orders/a%2Fb")]
    [InlineData("../secrets", "/orders/..%2Fsecrets")]
    [InlineData("a?b=c&d", "/orders/a%3Fb%3Dc%26d")]
    [InlineData("%2e%2e", "/orders/%252e%252e")]
    [InlineData("a\\..\\b", "/orders/a%5C..%5Cb")]
    [InlineData("@evil.example:80", "/orders/%40evil.example%3A80")]
    [InlineData("ß\r\nHost: x", "/orders/%C3%9F%0D%0AHost%3A%20x")]
    public async Task An_argument_stays_one_segment(string argument, string target)
    {
        await using var peer = await Peer.AnsweringAsync(200, Order);
        using var bench = new ToolBench(peer.Url);

        Assert.IsType<Ok>(await bench.CallAsync(ToolBench.Order(argument)));

        Assert.Equal(target, Assert.Single(peer.Requests).Target);
    }

    [Theory]
    [InlineData("""{"order_id":".."}""")]
    [InlineData("""{"order_id":"."}""")]
    [InlineData("""{"order_id":""}""")]
    [InlineData("""{"order_id":7}""")]
    [InlineData("""{"order_id":null}""")]
    [InlineData("""{}""")]
    [InlineData("""{"order_id":"W1","more":1}""")]
    [InlineData("""[]""")]
    [InlineData("""{"order_id":"\ud800"}""")]
    public async Task Arguments_that_do_not_fit_are_refused_and_nothing_is_sent(string arguments)
    {
        await using var peer = await Peer.AnsweringAsync(200, Order);
        using var bench = new ToolBench(peer.Url);

        Assert.Equal("invalid_arguments", Failure(await bench.CallAsync(ToolBench.Call(ToolBench.GetOrder, arguments))));
        Assert.Empty(peer.Requests);
    }

    [Fact]
    public async Task A_refusal_does_not_repeat_the_argument()
    {
        using var bench = new ToolBench("http://127.0.0.1:1");
        var failed = Assert.IsType<Failed>(await bench.CallAsync(ToolBench.Call(ToolBench.GetOrder, """{"order_id":["my secret"]}""")));
        Assert.DoesNotContain("secret", failed.Reason, StringComparison.Ordinal);
        Assert.Contains("order_id", failed.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(404, "not_found")]
    [InlineData(410, "not_found")]
    [InlineData(400, "refused")]
    [InlineData(401, "refused")]
    [InlineData(409, "refused")]
    [InlineData(422, "refused")]
    [InlineData(302, "refused")]
    public async Task A_refusal_is_final_and_is_not_asked_for_again(int status, string failure)
    {
        await using var peer = await Peer.AnsweringAsync(status, """{"title":"no"}""");
        using var bench = new ToolBench(peer.Url);

        Assert.Equal(failure, Failure(await bench.CallAsync(ToolBench.Order("W1", ToolBench.WithRetries(ToolBench.GetOrder, 2)))));
        Assert.Single(peer.Requests);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(408)]
    [InlineData(429)]
    public async Task A_passing_fault_is_asked_for_again(int status)
    {
        await using var peer = await Peer.StartAsync((context, number) => number < 3 ? Peer.WriteAsync(context, status) : Peer.WriteAsync(context, 200, Order));
        using var bench = new ToolBench(peer.Url);

        Assert.IsType<Ok>(await bench.CallAsync(ToolBench.Order("W1001", ToolBench.WithRetries(ToolBench.GetOrder, 2))));
        Assert.Equal(3, peer.Requests.Count);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(429)]
    public async Task A_lasting_fault_fails_after_the_declared_attempts(int status)
    {
        await using var peer = await Peer.AnsweringAsync(status);
        using var bench = new ToolBench(peer.Url);

        Assert.Equal("unavailable", Failure(await bench.CallAsync(ToolBench.Order("W1001", ToolBench.WithRetries(ToolBench.GetOrder, 1)))));
        Assert.Equal(2, peer.Requests.Count);
    }

    [Theory]
    [InlineData("3", 3)]
    [InlineData("Fri, 20 Nov 2026 12:00:05 GMT", 5)]
    [InlineData("3600", 10)]
    public async Task Retry_after_is_waited_for_up_to_ten_seconds(string header, int seconds)
    {
        await using var peer = await Peer.StartAsync((context, number) =>
        {
            context.Response.Headers.RetryAfter = header;
            return number == 1 ? Peer.WriteAsync(context, 429) : Peer.WriteAsync(context, 200, Order);
        });
        var clock = new SteppedClock();
        using var bench = new ToolBench(peer.Url, clock);

        var call = bench.CallAsync(ToolBench.Order("W1001", ToolBench.WithRetries(ToolBench.GetOrder, 1)));
        Assert.Equal(ToolBench.Timeout, await clock.NextTimerAsync());
        Assert.Equal(TimeSpan.FromSeconds(seconds), await clock.NextTimerAsync());
        clock.Advance(TimeSpan.FromSeconds(seconds));

        Assert.IsType<Ok>(await call);
    }

    [Fact]
    public async Task A_peer_that_is_slow_is_given_up_after_the_time_out_of_each_attempt()
    {
        using var arrived = new SemaphoreSlim(0);
        var release = new TaskCompletionSource();
        await using var peer = await Peer.StartAsync((_, _) =>
        {
            arrived.Release();
            return release.Task;
        });
        var clock = new SteppedClock();
        using var bench = new ToolBench(peer.Url, clock);

        var call = bench.CallAsync(ToolBench.Order("W1001", ToolBench.WithRetries(ToolBench.GetOrder, 1)));
        Assert.True(await arrived.WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Equal(ToolBench.Timeout, await clock.NextTimerAsync());
        clock.Advance(ToolBench.Timeout);
        clock.Advance(await clock.NextTimerAsync());
        Assert.True(await arrived.WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Equal(ToolBench.Timeout, await clock.NextTimerAsync());
        clock.Advance(ToolBench.Timeout);

        Assert.Equal("timeout", Failure(await call));
        release.SetResult();
    }

    [Fact]
    public async Task The_callers_own_cancellation_is_thrown()
    {
        var arrived = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        await using var peer = await Peer.StartAsync((_, _) =>
        {
            arrived.SetResult();
            return release.Task;
        });
        using var bench = new ToolBench(peer.Url);
        using var cancellation = new CancellationTokenSource();

        var call = bench.Tool.CallAsync(ToolBench.Order("W1001"), cancellation.Token);
        await arrived.Task.WaitAsync(TimeSpan.FromSeconds(20));
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.WaitAsync(TimeSpan.FromSeconds(20)));
        release.SetResult();
    }

    [Theory]
    [InlineData("<html>oops</html>")]
    [InlineData("")]
    [InlineData("{\"id\":")]
    [InlineData("[1,2]")]
    [InlineData("\"W1001\"")]
    [InlineData("{\"id\":\"\\ud800\"}")]
    public async Task An_answer_that_is_no_order_is_no_result(string body)
    {
        await using var peer = await Peer.AnsweringAsync(200, body);
        using var bench = new ToolBench(peer.Url);
        Assert.Equal("invalid_result", Failure(await bench.CallAsync(ToolBench.Order("W1001"))));
    }

    [Fact]
    public async Task An_answer_in_another_encoding_is_no_result()
    {
        await using var peer = await Peer.StartAsync((context, _) => context.Response.Body.WriteAsync(new byte[] { 0x22, 0xE4, 0x22 }).AsTask());
        using var bench = new ToolBench(peer.Url);
        Assert.Equal("invalid_result", Failure(await bench.CallAsync(ToolBench.Order("W1001"))));
    }

    [Fact]
    public async Task An_answer_that_is_announced_as_larger_than_256_mebibytes_is_not_read()
    {
        await using var peer = await Peer.StartAsync(async (context, _) =>
        {
            var gone = new TaskCompletionSource();
            using var left = context.RequestAborted.Register(gone.SetResult);
            context.Response.ContentLength = AnswerReader.MostOfRead + 1;
            await context.Response.Body.FlushAsync();
            await gone.Task;
        });
        using var bench = new ToolBench(peer.Url);
        Assert.Equal("too_large", Failure(await bench.CallAsync(ToolBench.Order("W1001"))));
    }

    [Fact]
    public async Task A_long_answer_passes_by_with_a_string_that_is_longer_than_what_is_held_of_it()
    {
        var filler = new string('x', 9 * 1024 * 1024);
        var body = $$"""{"filler":"{{filler}}\n","id":"W1001","status":"shipped"}""";
        await using var peer = await Peer.AnsweringAsync(200, body);
        using var bench = new ToolBench(peer.Url);

        var ok = Assert.IsType<Ok>(await bench.CallAsync(ToolBench.Order("W1001")));

        Assert.Equal("""{"id":"W1001","status":"shipped"}""", ok.Value.GetRawText());
        Assert.Equal(body.Length, ok.RawBytes);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_peer_that_is_down_is_unavailable(int retries)
    {
        using var bench = new ToolBench(Peer.NobodyThere());
        var failed = Assert.IsType<Failed>(await bench.CallAsync(ToolBench.Order("W1001", ToolBench.WithRetries(ToolBench.GetOrder, retries))));
        Assert.Equal("unavailable", failed.Class);
        Assert.Contains("Nothing was sent", failed.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_breaks_is_unavailable_for_a_read()
    {
        await using var peer = await Peer.StartAsync(async (context, _) =>
        {
            context.Response.ContentLength = 1000;
            await context.Response.WriteAsync("{");
            await context.Response.Body.FlushAsync();
            context.Abort();
        });
        using var bench = new ToolBench(peer.Url);
        Assert.Equal("unavailable", Failure(await bench.CallAsync(ToolBench.Order("W1001"))));
    }

    [Fact]
    public async Task What_only_claims_to_be_compressed_is_unavailable()
    {
        await using var peer = await Peer.StartAsync((context, _) =>
        {
            context.Response.Headers.ContentEncoding = "gzip";
            return Peer.WriteAsync(context, 200, Order);
        });
        using var bench = new ToolBench(peer.Url);
        Assert.Equal("unavailable", Failure(await bench.CallAsync(ToolBench.Order("W1001"))));
    }

    [Fact]
    public async Task A_redirect_is_not_followed_even_by_a_client_that_would()
    {
        await using var elsewhere = await Peer.AnsweringAsync(200, Order);
        await using var peer = await Peer.StartAsync((context, _) =>
        {
            context.Response.Redirect(elsewhere.Url);
            return Task.CompletedTask;
        });
        using var bench = new ToolBench(peer.Url);
        Assert.Equal("refused", Failure(await bench.CallAsync(ToolBench.Order("W1001"))));
        Assert.Empty(elsewhere.Requests);

        using var following = new HttpClient();
        var tool = new HttpTool(following, _ => peer.Url, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger<HttpTool>.Instance);
        Assert.Equal("refused", Failure(await tool.CallAsync(ToolBench.Order("W1001"), CancellationToken.None)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a url")]
    [InlineData("ftp://shop.example")]
    [InlineData("http://shop.example?x=1")]
    public async Task A_base_address_that_is_none_names_the_setting(string shop)
    {
        using var bench = new ToolBench(shop);
        var failed = Assert.IsType<Failed>(await bench.CallAsync(ToolBench.Order("W1001")));
        Assert.Equal("unavailable", failed.Class);
        Assert.Contains("'Shop'", failed.Reason, StringComparison.Ordinal);
    }

    private static string Failure(ToolResult result) => Assert.IsType<Failed>(result).Class;
}

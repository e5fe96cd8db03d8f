using FunctionsAgent.Tools;
using Microsoft.AspNetCore.Http;

namespace FunctionsAgent.Tests.Tools;

public sealed class HttpToolWriteTests
{
    private const string Receipt = """{"id":"R1","amount_cents":500}""";

    [Fact]
    public async Task A_write_carries_its_key_and_its_arguments()
    {
        await using var peer = await Peer.AnsweringAsync(201, Receipt);
        using var bench = new ToolBench(peer.Url);

        var ok = Assert.IsType<Ok>(await bench.CallAsync(ToolBench.RefundOf(500)));

        Assert.Equal("""{"receipt":"R1"}""", ok.Value.GetRawText());
        var request = Assert.Single(peer.Requests);
        Assert.Equal(("POST", "/refunds", ToolBench.Key, """{"order_id":"W1001","amount_cents":500}"""), (request.Method, request.Target, request.Key, request.Body));
    }

    [Fact]
    public async Task An_argument_of_the_url_is_not_sent_a_second_time_in_the_body()
    {
        await using var peer = await Peer.AnsweringAsync(200, Receipt);
        using var bench = new ToolBench(peer.Url);
        var spec = ToolBench.Refund with { Http = ToolBench.Refund.Http with { Url = "${Shop}/orders/{order_id}/refunds/{key}" } };

        Assert.IsType<Ok>(await bench.CallAsync(ToolBench.RefundOf(500, spec)));

        var request = Assert.Single(peer.Requests);
        Assert.Equal(("/orders/W1001/refunds/t1%3Aturn2%3A3%3A0", """{"amount_cents":500}"""), (request.Target, request.Body));
    }

    [Fact]
    public async Task A_write_that_times_out_is_unknown()
    {
        var arrived = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        await using var peer = await Peer.StartAsync((_, _) =>
        {
            arrived.SetResult();
            return release.Task;
        });
        var clock = new SteppedClock();
        using var bench = new ToolBench(peer.Url, clock);

        var call = bench.CallAsync(ToolBench.RefundOf(500, ToolBench.WithRetries(ToolBench.Refund, 3)));
        await arrived.Task.WaitAsync(TimeSpan.FromSeconds(20));
        clock.Advance(ToolBench.Timeout);

        Assert.IsType<Unknown>(await call);
        Assert.Single(peer.Requests);
        release.SetResult();
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(303)]
    public async Task A_write_that_may_have_been_made_is_unknown_and_not_repeated(int status)
    {
        await using var peer = await Peer.AnsweringAsync(status);
        using var bench = new ToolBench(peer.Url);

        Assert.IsType<Unknown>(await bench.CallAsync(ToolBench.RefundOf(500, ToolBench.WithRetries(ToolBench.Refund, 3))));
        Assert.Single(peer.Requests);
    }

    [Theory]
    [InlineData(200, "<html>")]
    [InlineData(200, "{}")]
    [InlineData(204, "")]
    public async Task A_write_that_is_answered_with_rubbish_is_unknown(int status, string body)
    {
        await using var peer = await Peer.AnsweringAsync(status, body);
        using var bench = new ToolBench(peer.Url);
        Assert.IsType<Unknown>(await bench.CallAsync(ToolBench.RefundOf(500)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_write_that_is_answered_with_more_than_eight_mebibytes_is_unknown(bool announced)
    {
        await using var peer = await Peer.StartAsync(async (context, _) =>
        {
            var body = System.Text.Encoding.UTF8.GetBytes($$"""{"id":"R1","filler":"{{new string('x', 8 * 1024 * 1024)}}"}""");
            if (announced) context.Response.ContentLength = body.Length;
            try
            {
                await context.Response.Body.WriteAsync(body, context.RequestAborted);
            }
            catch (OperationCanceledException)
            {
                // The reader has had enough: what this test is about.
            }
        });
        using var bench = new ToolBench(peer.Url);
        Assert.Contains("larger than 8388608 bytes", Assert.IsType<Unknown>(await bench.CallAsync(ToolBench.RefundOf(500))).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_content_is_a_proper_answer_where_the_spec_says_so()
    {
        await using var peer = await Peer.AnsweringAsync(204);
        using var bench = new ToolBench(peer.Url);
        var ok = Assert.IsType<Ok>(await bench.CallAsync(ToolBench.RefundOf(500, ToolBench.Refund with { Output = "{}" })));
        Assert.Equal("{}", ok.Value.GetRawText());
    }

    [Fact]
    public async Task A_write_whose_connection_breaks_is_unknown()
    {
        await using var peer = await Peer.StartAsync((context, _) =>
        {
            context.Abort();
            return Task.CompletedTask;
        });
        using var bench = new ToolBench(peer.Url);

        Assert.IsType<Unknown>(await bench.CallAsync(ToolBench.RefundOf(500)));
        Assert.Single(peer.Requests);
    }

    [Fact]
    public async Task A_write_to_a_peer_that_is_down_certainly_did_nothing()
    {
        using var bench = new ToolBench(Peer.NobodyThere());
        Assert.Equal("unavailable", Assert.IsType<Failed>(await bench.CallAsync(ToolBench.RefundOf(500))).Class);
    }

    [Theory]
    [InlineData(404, "not_found")]
    [InlineData(422, "refused")]
    [InlineData(409, "refused")]
    [InlineData(307, "refused")]
    [InlineData(429, "unavailable")]
    public async Task A_write_that_is_refused_certainly_did_nothing(int status, string failure)
    {
        await using var peer = await Peer.AnsweringAsync(status);
        using var bench = new ToolBench(peer.Url);
        Assert.Equal(failure, Assert.IsType<Failed>(await bench.CallAsync(ToolBench.RefundOf(500))).Class);
    }

    [Fact]
    public async Task An_idempotent_write_is_repeated_under_the_same_key()
    {
        await using var peer = await Peer.StartAsync((context, number) => number == 1 ? Peer.WriteAsync(context, 503) : Peer.WriteAsync(context, 200, Receipt));
        using var bench = new ToolBench(peer.Url);

        Assert.IsType<Ok>(await bench.CallAsync(ToolBench.RefundOf(500, ToolBench.WithRetries(ToolBench.Refund, 1, idempotent: true))));

        Assert.Equal([ToolBench.Key, ToolBench.Key], peer.Requests.Select(request => request.Key));
        Assert.Single(peer.Requests.Select(request => request.Body).Distinct());
    }

    [Theory]
    [InlineData(500)]
    [InlineData(409)]
    [InlineData(429)]
    public async Task A_doubt_about_an_idempotent_write_outlives_a_repeat_that_says_nothing(int second)
    {
        await using var peer = await Peer.StartAsync((context, number) => Peer.WriteAsync(context, number == 1 ? 500 : second));
        using var bench = new ToolBench(peer.Url);
        Assert.IsType<Unknown>(await bench.CallAsync(ToolBench.RefundOf(500, ToolBench.WithRetries(ToolBench.Refund, 1, idempotent: true))));
    }

    [Fact]
    public async Task A_doubt_about_an_idempotent_write_ends_with_a_clear_refusal()
    {
        await using var peer = await Peer.StartAsync((context, number) => Peer.WriteAsync(context, number == 1 ? 500 : 422));
        using var bench = new ToolBench(peer.Url);
        Assert.IsType<Failed>(await bench.CallAsync(ToolBench.RefundOf(500, ToolBench.WithRetries(ToolBench.Refund, 1, idempotent: true))));
    }

    [Fact]
    public async Task A_write_whose_connection_never_came_about_in_time_certainly_did_nothing()
    {
        var clock = new SteppedClock();
        var connecting = new TaskCompletionSource();
        using var client = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = async (_, ct) =>
            {
                connecting.SetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, ct);
                throw new InvalidOperationException("unreachable");
            },
        });
        var tool = new HttpTool(client, _ => "http://shop.example", clock, Microsoft.Extensions.Logging.Abstractions.NullLogger<HttpTool>.Instance);

        var call = tool.CallAsync(ToolBench.RefundOf(500), CancellationToken.None);
        await connecting.Task.WaitAsync(TimeSpan.FromSeconds(20));
        clock.Advance(ToolBench.Timeout);

        Assert.Equal("unavailable", Assert.IsType<Failed>(await call.WaitAsync(TimeSpan.FromSeconds(20))).Class);
    }
}

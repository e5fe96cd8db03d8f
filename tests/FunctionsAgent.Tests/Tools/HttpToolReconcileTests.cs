using FunctionsAgent.Tools;

namespace FunctionsAgent.Tests.Tools;

public sealed class HttpToolReconcileTests
{
    [Fact]
    public async Task What_was_done_comes_back_as_the_call_would_have_given_it()
    {
        await using var peer = await Peer.AnsweringAsync(200, """{"id":"R1","amount_cents":500}""");
        using var bench = new ToolBench(peer.Url);

        var ok = Assert.IsType<Ok>(await bench.ReconcileAsync(ToolBench.RefundOf(500)));

        Assert.Equal("""{"receipt":"R1"}""", ok.Value.GetRawText());
        var request = Assert.Single(peer.Requests);
        Assert.Equal(("GET", "/refunds?key=t1%3Aturn2%3A3%3A0"), (request.Method, request.Target));
    }

    [Theory]
    [InlineData(404, "")]
    [InlineData(204, "")]
    [InlineData(200, "")]
    [InlineData(200, "[]")]
    [InlineData(200, "{}")]
    [InlineData(200, "null")]
    public async Task What_the_peer_does_not_know_was_not_done(int status, string body)
    {
        await using var peer = await Peer.AnsweringAsync(status, body);
        using var bench = new ToolBench(peer.Url);
        Assert.Equal("not_done", Assert.IsType<Failed>(await bench.ReconcileAsync(ToolBench.RefundOf(500))).Class);
    }

    [Theory]
    [InlineData(500, "")]
    [InlineData(401, "")]
    [InlineData(200, "<html>")]
    [InlineData(200, """{"other":1}""")]
    public async Task Any_other_answer_leaves_the_doubt(int status, string body)
    {
        await using var peer = await Peer.AnsweringAsync(status, body);
        using var bench = new ToolBench(peer.Url);
        Assert.IsType<Unknown>(await bench.ReconcileAsync(ToolBench.RefundOf(500)));
    }

    [Fact]
    public async Task A_peer_that_is_down_leaves_the_doubt()
    {
        using var bench = new ToolBench(Peer.NobodyThere());
        Assert.IsType<Unknown>(await bench.ReconcileAsync(ToolBench.RefundOf(500)));
    }

    [Fact]
    public async Task A_tool_without_a_reconcile_call_leaves_the_doubt()
    {
        using var bench = new ToolBench(Peer.NobodyThere());
        Assert.Contains("declares no reconcile call", Assert.IsType<Unknown>(await bench.ReconcileAsync(ToolBench.Order("W1001"))).Reason, StringComparison.Ordinal);
    }
}

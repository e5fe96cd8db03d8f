using System.Text;
using System.Text.Json;
using FunctionsAgent.Tests.Drivers;

namespace FunctionsAgent.Tests.Doors;

/// <summary>What does not belong on <c>/mcp</c>: refused by status or by result, never a 500, and nothing is kept of it.</summary>
public sealed class McpHostileTests(McpHost mcp) : IClassFixture<McpHost>
{
    private const string List = """{"jsonrpc":"2.0","id":7,"method":"tools/list","params":{}}""";
    private const string Call = """{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"read_conversation","arguments":{"conversationId":"x"}}}""";

    [Theory]
    [InlineData("GET")]
    [InlineData("DELETE")]
    public async Task There_is_no_stream_to_get_and_no_session_to_end(string method)
    {
        using var request = ProblemAssert.Request(new(method), "/mcp", mcp.Token);
        request.Headers.Add("Accept", "text/event-stream");
        using var response = await mcp.Host.Client.SendAsync(request);
        await ProblemAssert.IsAsync(response, 405, "method-not-allowed");
        Assert.Equal(["POST"], response.Content.Headers.Allow);
    }

    [Theory]
    [InlineData("", 400, -32600)]
    [InlineData("{", 400, -32700)]
    [InlineData("[" + List + "]", 400, -32700)]
    [InlineData("\"x\"", 400, -32700)]
    [InlineData("{}", 400, -32600)]
    [InlineData("""{"jsonrpc":"1.0","id":1,"method":"tools/list"}""", 400, -32600)]
    [InlineData("""{"jsonrpc":2,"id":1,"method":"tools/list"}""", 400, -32600)]
    [InlineData("""{"jsonrpc":"2.0","id":{},"method":"tools/list"}""", 400, -32600)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":["tools/list"]}""", 400, -32600)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"\ud800"}""", 400, -32700)]
    public async Task A_body_that_is_no_message_is_told_so(string body, int status, int code)
    {
        using var request = McpHost.Post(ProblemAssert.Utf8(body), mcp.Token);
        await RefusedAsync(request, status, code);
    }

    [Fact]
    public async Task Bytes_depth_and_size_have_limits()
    {
        using var bytes = McpHost.Post([.. "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\""u8, 0xff, .. "\"}"u8], mcp.Token);
        await RefusedAsync(bytes, 400, -32700);
        using var deep = McpHost.Post(ProblemAssert.Utf8($$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{{string.Concat(Enumerable.Repeat("{\"a\":", 40))}}1{{new string('}', 40)}}}"""), mcp.Token);
        await RefusedAsync(deep, 400, -32700);
        using var huge = McpHost.Post(Encoding.ASCII.GetBytes(List.Replace("{}", $"{{\"cursor\":\"{new string('x', 70_000)}\"}}", StringComparison.Ordinal)), mcp.Token);
        await RefusedAsync(huge, 413, -32600);
    }

    [Theory]
    [InlineData("application/json", "application/json", 406)]
    [InlineData("application/json", "text/event-stream", 406)]
    [InlineData("application/json", null, 406)]
    [InlineData("application/json", "application/json, text/event-stream;q=0", 406)]
    [InlineData("text/plain", "application/json, text/event-stream", 415)]
    [InlineData("application/json", "*/*", 200)]
    [InlineData("application/json; charset=utf-8", "text/event-stream, application/json;q=0.5", 200)]
    public async Task A_client_that_cannot_read_the_answer_is_told_so(string type, string? accept, int status)
    {
        using var request = McpHost.Post(ProblemAssert.Utf8(List), mcp.Token, accept: accept, type: type);
        Assert.Equal(status, (int)(await mcp.Host.Client.SendAsync(request)).StatusCode);
    }

    [Theory]
    [InlineData("2000-01-01")]
    [InlineData("2099-01-01")]
    [InlineData("latest")]
    public async Task A_version_nobody_speaks_is_refused_with_those_there_are(string version)
    {
        using var request = McpHost.Post(ProblemAssert.Utf8(List), mcp.Token, version);
        var error = await RefusedAsync(request, 400, -32022);
        Assert.Equal(7, error.GetProperty("id").GetInt32());
        Assert.Contains(McpHost.Standalone, error.GetProperty("error").GetProperty("data").GetProperty("supported").EnumerateArray().Select(one => one.GetString()));
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("tools/list", "read_conversation")]
    [InlineData("tools/call", null)]
    [InlineData("tools/call", "ask_retail-support")]
    [InlineData("tools/call", "=?base64?###?=")]
    public async Task Headers_that_say_something_else_than_the_body_are_refused(string? method, string? name)
    {
        using var request = McpHost.Post(ProblemAssert.Utf8(Call), mcp.Token, McpHost.Standalone);
        if (method is not null) request.Headers.Add("Mcp-Method", method);
        if (name is not null) request.Headers.TryAddWithoutValidation("Mcp-Name", name);
        await RefusedAsync(request, 400, -32020);
    }

    [Theory]
    [InlineData("https://evil.example", 403)]
    [InlineData("null", 403)]
    [InlineData("", 200)]
    public async Task A_page_of_another_site_may_not_speak_for_its_visitor(string origin, int status)
    {
        using var request = McpHost.Post(ProblemAssert.Utf8(List), mcp.Token);
        request.Headers.TryAddWithoutValidation("Origin", origin.Length > 0 ? origin : mcp.Host.Client.BaseAddress!.GetLeftPart(UriPartial.Authority));
        Assert.Equal(status, (int)(await mcp.Host.Client.SendAsync(request)).StatusCode);
    }

    public static TheoryData<string, string> Arguments => new()
    {
        { McpHost.Ask, "{}" },
        { McpHost.Ask, """{"text":""}""" },
        { McpHost.Ask, """{"text":"   "}""" },
        { McpHost.Ask, """{"text":5}""" },
        { McpHost.Ask, """{"text":["x"]}""" },
        { McpHost.Ask, $$"""{"text":"{{new string('x', 9_000)}}"}""" },
        { McpHost.Ask, """{"text":"x","conversationId":"../../etc/passwd"}""" },
        { McpHost.Ask, """{"text":"x","conversationId":""}""" },
        { McpHost.Ask, """{"text":"x","conversationId":7}""" },
        { McpHost.Ask, $$"""{"text":"x","conversationId":"{{new string('A', 5_000)}}"}""" },
        { McpHost.Ask, """{"text":"x","messageId":""}""" },
        { McpHost.Ask, $$"""{"text":"x","messageId":"{{new string('m', 300)}}"}""" },
        { McpHost.Ask, """{"text":"x","customer":{"state":"HI"}}""" },
        { McpHost.Ask, """{"text":"x","channel":"email"}""" },
        { McpHost.Ask, """{"text":"x","wait":300}""" },
        { McpHost.Read, "{}" },
        { McpHost.Read, """{"conversationId":null}""" },
        { McpHost.Read, """{"conversationId":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}""" },
        { McpHost.Read, """{"conversationId":"x","after":-1}""" },
        { McpHost.Read, """{"conversationId":"x","after":1.5}""" },
        { McpHost.Read, """{"conversationId":"x","after":"1"}""" },
    };

    [Theory]
    [MemberData(nameof(Arguments))]
    public async Task An_argument_that_cannot_be_is_an_error_a_model_can_read_and_leaves_nothing(string tool, string arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        var rows = mcp.Host.Rows();
        var error = await mcp.ErrorAsync(tool, JsonDocument.Parse(arguments).RootElement);
        Assert.InRange(error.Length, 10, 300);
        Assert.DoesNotContain("failed here", error, StringComparison.Ordinal);
        Assert.Equal(rows, mcp.Host.Rows());
    }

    [Theory]
    [InlineData("tools/call", """{"name":"ask_nobody","arguments":{"text":"x"}}""", -32602)]
    [InlineData("tools/call", """{"name":"ask_","arguments":{"text":"x"}}""", -32602)]
    [InlineData("tools/call", """{"name":"rm -rf /","arguments":{}}""", -32602)]
    [InlineData("tools/call", """{"arguments":{}}""", null)]
    [InlineData("tools/call", """{"name":"read_conversation","arguments":[1]}""", null)]
    [InlineData("resources/read", """{"uri":"file:///etc/passwd"}""", -32601)]
    [InlineData("operator/erase", "{}", -32601)]
    public async Task What_is_not_offered_is_an_error_of_the_protocol(string method, string parameters, int? code)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var answer = await mcp.SendAsync(method, JsonDocument.Parse(parameters).RootElement);
        var told = answer.GetProperty("error").GetProperty("code").GetInt32();
        Assert.Equal(code ?? told, told);
        Assert.DoesNotContain("passwd", answer.GetRawText(), StringComparison.Ordinal);
    }

    private async Task<JsonElement> RefusedAsync(HttpRequestMessage request, int status, int code)
    {
        using var response = await mcp.Host.Client.SendAsync(request);
        var answer = await response.JsonAsync();
        Assert.Equal((status, code), ((int)response.StatusCode, answer.GetProperty("error").GetProperty("code").GetInt32()));
        Assert.Equal("2.0", answer.GetProperty("jsonrpc").GetString());
        return answer;
    }
}

using System.Text.Json.Nodes;
using FunctionsAgent.Local;
using FunctionsAgent.Local.Smoke;
using FunctionsAgent.Queues;
using FunctionsAgent.Tests.Drivers;
using Microsoft.AspNetCore.Http;

namespace FunctionsAgent.Tests.Smoke;

/// <summary><c>smoke</c> against the embedded host, as it is and with faults planted before it: it names each, and nothing else.</summary>
public sealed class SmokeTests(RunningHost running) : IClassFixture<RunningHost>
{
    private AgentHost Host => running.Host;

    [Fact]
    public async Task An_instance_in_order_passes_every_check_that_can_be_made()
    {
        var (code, json) = await SmokeAsync(Host.Host.Url.ToString(), "--json", "--token", Host.Host.Key);

        Assert.Equal(0, code);
        var checks = JsonNode.Parse(json)!["checks"]!.AsArray().ToDictionary(c => c!["check"]!.GetValue<string>(), c => c!["result"]!.GetValue<string>());
        Assert.Equal(["dead letters"], checks.Where(c => c.Value == "not checked").Select(c => c.Key));
        Assert.All(checks.Where(c => c.Key is not "dead letters"), c => Assert.Equal("ok", c.Value));
        Assert.Equal(19, checks.Count);
    }

    [Fact]
    public async Task It_prints_a_table_of_what_it_saw()
    {
        var (code, text) = await SmokeAsync(Host.Host.Url.ToString(), "--token", Host.Host.Key);
        var lines = text.TrimEnd('\n').Split('\n');

        Assert.Equal(0, code);
        Assert.StartsWith("CHECK", lines[0], StringComparison.Ordinal);
        Assert.Contains(lines, line => line.StartsWith("log verifies", StringComparison.Ordinal) && line.EndsWith("the chain holds", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("dead letters", StringComparison.Ordinal) && line.Contains("not checked", StringComparison.Ordinal) && line.Contains("pass --azure", StringComparison.Ordinal));
        Assert.EndsWith("18 ok, 0 failed, 1 not checked", lines[^1], StringComparison.Ordinal);
        Assert.DoesNotContain(Host.Host.Key, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_conversation_is_marked_as_a_test()
    {
        var (_, text) = await SmokeAsync(Host.Host.Url.ToString(), "--token", Host.Host.Key);
        var conversation = System.Text.RegularExpressions.Regex.Match(text, "conversation ([A-Za-z0-9_-]{43})").Groups[1].Value;

        Assert.Equal("True", (await Host.LogAsync(conversation))[0].Text("test"));
    }

    [Fact]
    public async Task Without_a_token_what_only_staff_see_is_not_checked_and_nothing_fails()
    {
        var results = await RunAsync(Host.Host.Url, token: null);

        Assert.DoesNotContain(results, f => f.Verdict == Verdict.Failed);
        Assert.Equal(["log order", "log verifies", "schedule", "parked", "dead letters"], results.Where(f => f.Verdict == Verdict.NotChecked).Select(f => f.Check));
    }

    /// <summary>What is broken, and the checks that must fail; those that build on them are not made.</summary>
    public static TheoryData<string, string> Faults => new()
    {
        { "live is 500", "live" },
        { "ready is 503", "ready" },
        { "the platform's own page", "page" },
        { "page is JSON", "page" },
        { "resource of another address", "resource metadata" },
        { "resource is missing", "resource metadata" },
        { "auth.md is HTML", "auth.md" },
        { "auth.md names no metadata", "auth.md" },
        { "challenge without metadata", "sign-in challenge,mcp" },
        { "challenge always invalid_token", "sign-in challenge" },
        { "challenge leads elsewhere", "sign-in challenge" },
        { "operator routes are open", "sign-in challenge" },
        { "session without a token", "chat session" },
        { "any token opens", "chat token" },
        { "reply is pending", "ask and wait" },
        { "reply without words", "ask and wait" },
        { "poll sees nothing new", "long poll" },
        { "stream is JSON", "event stream" },
        { "stream ends at once", "event stream" },
        { "stream repeats itself", "event stream" },
        { "transcript turned round", "order" },
        { "repeat is taken again", "repeat" },
        { "answers out of order", "log order" },
        { "an answer is missing", "log order" },
        { "chain is broken", "log verifies" },
        { "no quiet timer", "schedule" },
        { "quiet timer is past", "schedule" },
        { "nothing is scheduled", "schedule" },
        { "a message of the run is parked", "parked" },
        { "log is no JSON", "log order,schedule" },
        { "mcp is 500", "mcp" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_planted_fault_is_named_by_its_check(string fault, string failing)
    {
        await using var front = await FaultyFront.StartAsync(Host.Host.Url);
        Plant(front, fault);

        var results = await RunAsync(new Uri(front.Url), Host.Host.Key);

        Assert.Equal(failing, string.Join(',', results.Where(f => f.Verdict == Verdict.Failed).Select(f => f.Check)));
    }

    [Fact]
    public async Task An_instance_that_is_not_there_fails_with_exit_code_1()
    {
        var (code, text) = await SmokeAsync("http://127.0.0.1:1");
        Assert.Equal(1, code);
        Assert.Contains("live               FAILED", text, StringComparison.Ordinal);
        Assert.Contains(" 0 ok, 7 failed, 12 not checked", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--azure", "--azure needs the --url")]
    [InlineData("--url http://127.0.0.1:1 --bus x.servicebus.windows.net", "--bus")]
    [InlineData("--url http://127.0.0.1:1 --azure --bus sb://x/", "--bus sb://x/")]
    [InlineData("--url nonsense", "is no address")]
    public async Task Wrong_use_exits_with_2(string arguments, string message)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        Assert.Equal(2, await CommandLine.RunAsync(["smoke", .. arguments.Split(' '), "--data", Path.Combine(Path.GetTempPath(), "functionsagent-none")], output, error));
        Assert.Contains(message, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_forged_envelope_is_seen_parked_where_there_is_a_way_to_send_one()
    {
        var results = await RunAsync(Host.Host.Url, Host.Host.Key, azure: true, new QueueBus(Host.Get<SqliteQueues>()));

        var found = results.Single(f => f.Check == "dead letters");
        Assert.Equal(Verdict.Ok, found.Verdict);
        Assert.Contains("unknown-version", found.Detail, StringComparison.Ordinal);
        // An app on Azure is not asked over plain http.
        Assert.Equal(["live"], results.Where(f => f.Verdict == Verdict.Failed).Select(f => f.Check));
    }

    [Theory]
    [InlineData(true, false, "pass --bus HOST")]
    [InlineData(true, true, "pass --token")]
    [InlineData(false, false, "pass --azure")]
    public async Task What_the_forged_envelope_lacks_is_said(bool azure, bool bus, string missing)
    {
        var results = await RunAsync(Host.Host.Url, null, azure, bus ? new QueueBus(Host.Get<SqliteQueues>()) : null);

        var found = results.Single(f => f.Check == "dead letters");
        Assert.Equal(Verdict.NotChecked, found.Verdict);
        Assert.Contains(missing, found.Detail, StringComparison.Ordinal);
    }

    private static void Plant(FaultyFront front, string fault)
    {
        void Answer(string method, string path, int status, string type, string body) => front.Instead = async context =>
        {
            if (context.Request.Method != method || context.Request.Path.Value != path) return false;
            context.Response.StatusCode = status;
            context.Response.ContentType = type;
            await context.Response.WriteAsync(body);
            return true;
        };
        void Edit(string end, Func<string, string> edit) => front.Body = (path, body) => path.EndsWith(end, StringComparison.Ordinal) ? edit(body) : body;
        void EditJson(string end, Action<JsonNode> edit) => Edit(end, body =>
        {
            if (!body.StartsWith('{') && !body.StartsWith('[')) return body;
            var json = JsonNode.Parse(body)!;
            edit(json);
            return json.ToJsonString();
        });
        void Events(string type, Action<JsonArray> edit) => EditJson("/log", json =>
        {
            var all = json["events"]!.AsArray();
            var chosen = new JsonArray([.. all.Where(e => e!["type"]!.GetValue<string>() == type).Select(e => e!.DeepClone())]);
            edit(chosen);
            json["events"] = new JsonArray([.. all.Where(e => e!["type"]!.GetValue<string>() != type).Concat(chosen).Select(e => e!.DeepClone())]);
        });
        void Challenge(Func<string, string> edit) => front.Headers = (_, headers) =>
        {
            if (headers.WWWAuthenticate.ToString().Contains("resource_metadata", StringComparison.Ordinal)) headers.WWWAuthenticate = edit(headers.WWWAuthenticate.ToString());
        };
        switch (fault)
        {
            case "live is 500": Answer("GET", "/health/live", 500, "application/json", "{}"); break;
            case "ready is 503": Answer("GET", "/health/ready", 503, "application/problem+json", """{"type":"urn:functionsagent:problem:store-busy"}"""); break;
            case "the platform's own page": Answer("GET", "/", 200, "text/html", "<h1>Your app is up and running</h1>"); break;
            case "page is JSON": Answer("GET", "/", 200, "application/json", "{}"); break;
            case "resource of another address": Answer("GET", "/.well-known/oauth-protected-resource", 200, "application/json", """{"resource":"https://elsewhere.example/api"}"""); break;
            case "resource is missing": Answer("GET", "/.well-known/oauth-protected-resource", 200, "application/json", "{}"); break;
            case "auth.md is HTML": Answer("GET", "/auth.md", 200, "text/html", "/.well-known/oauth-protected-resource POST /api/agents/retail-support/messages"); break;
            case "auth.md names no metadata": Answer("GET", "/auth.md", 200, "text/markdown", "POST /api/agents/retail-support/messages"); break;
            case "challenge without metadata": Challenge(_ => "Bearer"); break;
            case "challenge always invalid_token": Challenge(c => c.Contains("error=", StringComparison.Ordinal) ? c : c + ", error=\"invalid_token\""); break;
            case "challenge leads elsewhere": Challenge(c => c.Replace("127.0.0.1", "elsewhere.example", StringComparison.Ordinal)); break;
            case "operator routes are open": Answer("GET", "/api/operator/describe", 200, "application/json", "{}"); break;
            case "session without a token": Edit("/sessions", _ => """{"conversationId":"c"}"""); break;
            case "any token opens":
                front.Instead = async context =>
                {
                    if (context.Request.Headers.Authorization != "Bearer not-the-token") return false;
                    await context.Response.WriteAsJsonAsync(new { events = Array.Empty<object>(), next = 0 });
                    return true;
                };
                break;
            case "reply is pending": EditJson("/messages", json => { if (json["status"] is not null) json["status"] = "pending"; }); break;
            case "reply without words": EditJson("/messages", json => { if (json["messages"] is not null) json["messages"] = new JsonArray(); }); break;
            case "poll sees nothing new":
                var polled = false;
                front.Instead = async context =>
                {
                    if (polled || !context.Request.Query.ContainsKey("wait") || !context.Request.Path.Value!.EndsWith("/events", StringComparison.Ordinal)) return false;
                    polled = true;
                    await context.Response.WriteAsJsonAsync(new { events = Array.Empty<object>(), next = 1 });
                    return true;
                };
                break;
            case "stream is JSON": Stream(front, "application/json", "{}"); break;
            case "stream ends at once": Stream(front, "text/event-stream", "retry: 3000\n\nevent: end\ndata: {}\n\n"); break;
            case "stream repeats itself": Stream(front, "text/event-stream", "id: 1\nevent: message\ndata: {\"role\":\"customer\"}\n\n"); break;
            case "transcript turned round":
                EditJson("/events", json =>
                {
                    if (json["events"] is not JsonArray { Count: > 2 } events) return;
                    json["events"] = new JsonArray([.. events.Reverse().Select(e => e!.DeepClone())]);
                });
                break;
            case "repeat is taken again":
                var posts = 0;
                front.Headers = (path, _) => posts += path.StartsWith("/api/chat/", StringComparison.Ordinal) && path.EndsWith("/messages", StringComparison.Ordinal) ? 1 : 0;
                EditJson("/events", json =>
                {
                    var own = json["events"] as JsonArray;
                    if (own?.LastOrDefault(e => e!["messageId"]?.GetValue<string>() == "smoke-order-5") is { } last && posts > 8) own.Add(last.DeepClone());
                });
                break;
            case "answers out of order": Events("ReplySent", replies => replies[^1]!["data"]!["answers"] = new JsonArray([.. replies.SelectMany(r => r!["data"]!["answers"]!.AsArray()).Reverse().Select(a => a!.DeepClone())])); break;
            case "an answer is missing": Events("ReplySent", replies => { foreach (var r in replies) r!["data"]!["answers"] = new JsonArray([.. r["data"]!["answers"]!.AsArray().Where(a => a!.GetValue<string>() != "smoke-order-3").Select(a => a!.DeepClone())]); }); break;
            case "chain is broken": EditJson("/verify", json => { json["ok"] = false; json["problems"] = new JsonArray(new JsonObject { ["seq"] = 3, ["problem"] = "hash" }); }); break;
            case "no quiet timer": Events("TimerSet", timers => timers.Clear()); break;
            case "quiet timer is past": Events("TimerSet", timers => { foreach (var t in timers) t!["data"]!["due"] = "2020-01-01T00:00:00Z"; }); break;
            case "nothing is scheduled": EditJson("/queues", json => { foreach (var q in json.AsArray()) q!["scheduled"] = 0; }); break;
            case "a message of the run is parked":
                string? conversation = null;
                front.Instead = context =>
                {
                    if (context.Request.Path.Value!.Split('/') is [_, "api", "operator", "conversations", var id, ..]) conversation = id;
                    return Task.FromResult(false);
                };
                EditJson("/parked", json => json.AsArray().Add(new JsonObject { ["id"] = "x", ["queue"] = "tools", ["cause"] = "Bug", ["partition"] = conversation }));
                break;
            case "log is no JSON": Edit("/log", _ => "<html>"); break;
            case "mcp is 500": Answer("POST", "/mcp", 500, "text/plain", ""); break;
            default: throw new ArgumentOutOfRangeException(nameof(fault), fault, null);
        }
    }

    private static void Stream(FaultyFront front, string type, string body) => front.Instead = async context =>
    {
        if (!context.Request.Headers.Accept.ToString().Contains("event-stream", StringComparison.Ordinal)) return false;
        context.Response.ContentType = type;
        await context.Response.WriteAsync(body);
        return true;
    };

    private static Task<IReadOnlyList<Finding>> RunAsync(Uri url, string? token, bool azure = false, IBus? bus = null) =>
        new SmokeRun(new(url, token, null, "How do I return a lamp?", azure, bus)).RunAsync(CancellationToken.None).WaitAsync(TimeSpan.FromMinutes(3));

    private static async Task<(int Code, string Output)> SmokeAsync(string url, params string[] more)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = await CommandLine.RunAsync(["smoke", "--url", url, .. more, "--data", Path.Combine(Path.GetTempPath(), "functionsagent-none")], output, error);
        Assert.Equal("", error.ToString());
        return (code, output.ToString());
    }

    private sealed class QueueBus(SqliteQueues queues) : IBus
    {
        public Task SendAsync(string queue, string session, string body, CancellationToken ct) => queues.SendAsync(queue, session, body, null, ct);
    }
}

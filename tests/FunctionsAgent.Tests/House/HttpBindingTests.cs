using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using FunctionsAgent.Local;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

#pragma warning disable CA1822 // A function is an instance method, whatever it uses.
namespace FunctionsAgent.Tests.House;

/// <summary>HTTP functions on a real Kestrel, by real requests.</summary>
public sealed class HttpBindingTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Gate gate = new();
    private LocalHost host = null!;
    private HttpClient http = null!;

    public async Task InitializeAsync()
    {
        host = await LocalHost.StartAsync(new LocalOptions
        {
            Data = folder.Path,
            Urls = "http://127.0.0.1:0",
            StartBackend = false,
            Functions = [typeof(Probe)],
            Configure = services => services.AddSingleton(gate).AddScoped<Visit>(),
        });
        http = new HttpClient { BaseAddress = host.Url };
    }

    public async Task DisposeAsync() => await host.DisposeAsync();

    public void Dispose()
    {
        http.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData("GET", "/", "root")]
    [InlineData("GET", "/things/7", "thing 7 ProbeThing 7 True")]
    [InlineData("PUT", "/ProbeEvery", "every PUT")]
    [InlineData("DELETE", "/ProbeEvery", "every DELETE")]
    public async Task A_route_reaches_its_function(string method, string path, string answer)
    {
        using var response = await http.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));

        Assert.Equal((HttpStatusCode.OK, answer), (response.StatusCode, await response.Content.ReadAsStringAsync()));
    }

    [Theory]
    [InlineData("GET", "/nowhere", 404, "no-such-route")]
    [InlineData("GET", "/things/longer", 404, "no-such-route")]
    [InlineData("POST", "/things/7", 405, "method-not-allowed")]
    [InlineData("GET", "/bare", 404, "not-found")]
    [InlineData("GET", "/throws", 500, "internal")]
    public async Task Errors_are_problems_of_a_stable_type(string method, string path, int status, string type)
    {
        using var response = await http.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));
        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(($"urn:functionsagent:problem:{type}", status), ((string)problem["type"]!, (int)problem["status"]!));
        Assert.DoesNotContain("customer words", problem.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_functions_own_error_body_stays()
    {
        using var response = await http.GetAsync("/teapot");

        Assert.Equal((418, "short and stout"), ((int)response.StatusCode, await response.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task A_body_over_the_limit_is_a_413_problem()
    {
        // Only the header is sent: the refusal must not wait for 45 MB.
        using var client = new TcpClient();
        await client.ConnectAsync(host.Url.Host, host.Url.Port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"POST /reads HTTP/1.1\r\nHost: {host.Url.Authority}\r\nContent-Length: {LocalHost.MaxRequestBytes + 1}\r\nConnection: close\r\n\r\n"));
        using var reader = new StreamReader(client.GetStream());
        var answer = await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(30));

        Assert.StartsWith("HTTP/1.1 413", answer, StringComparison.Ordinal);
        Assert.Contains("urn:functionsagent:problem:too-large", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_request_has_an_instance_and_a_scope_of_its_own()
    {
        var visits = new[] { await http.GetStringAsync("/visit"), await http.GetStringAsync("/visit") };

        Assert.Equal(["1 1", "1 1"], visits);
    }

    [Fact]
    public async Task A_waiting_get_ends_when_the_host_stops()
    {
        var waiting = http.GetAsync("/waits");
        await gate.Entered.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await host.StopAsync();

        using var response = await waiting.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
    }

    [Theory]
    [InlineData("evil.example", 421)]
    [InlineData("127.0.0.1.evil.example", 421)]
    [InlineData("10.0.0.1", 421)]
    [InlineData("localhost:1", 200)]
    [InlineData("127.0.0.1", 200)]
    [InlineData("[::1]", 200)]
    public async Task Only_names_of_the_loopback_are_served(string name, int status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { Host = name } };
        using var response = await http.SendAsync(request);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.False(response.Headers.Contains("Server"));
    }

    public sealed class Gate
    {
        public TaskCompletionSource Entered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    public sealed class Visit
    {
        public int Count { get; set; }
    }

    public sealed class Probe(Gate gate, Visit visit)
    {
        private int calls;

        [Function("ProbeRoot")]
        public IResult Root([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "{ignored:maxlength(0)?}")] HttpRequest request) => Results.Text(request.Path == "/" ? "root" : "elsewhere");

        [Function("ProbeThing")]
        public async Task<IResult> Thing([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "things/{id:maxlength(3)}")] HttpRequest request, string id, FunctionContext context, CancellationToken ct)
        {
            await Task.Yield();
            return Results.Text($"thing {id} {context.FunctionId} {context.BindingContext.BindingData["id"]} {ct.CanBeCanceled && context.InstanceServices == request.HttpContext.RequestServices}");
        }

        [Function("ProbeEvery")]
        public IResult Every([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => Results.Text($"every {request.Method}");

        [Function("ProbeBare")]
        public IResult Bare([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "bare")] HttpRequest request) => Results.StatusCode(request.Path == "/bare" ? 404 : 200);

        [Function("ProbeTeapot")]
        public IResult Teapot([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "teapot")] HttpRequest request) => Results.Text("short and stout", statusCode: request.ContentLength is null ? 418 : 400);

        [Function("ProbeThrows")]
        public Task<IResult> Throws([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "throws")] HttpRequest request) => throw new InvalidOperationException($"customer words {request.Path}");

        [Function("ProbeReads")]
        public async Task<IResult> Reads([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "reads")] HttpRequest request, CancellationToken ct)
        {
            using var reader = new StreamReader(request.Body);
            return Results.Text(await reader.ReadToEndAsync(ct));
        }

        [Function("ProbeVisit")]
        public IResult Visits([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "visit")] HttpRequest request) =>
            Results.Text($"{++calls} {++request.HttpContext.RequestServices.GetRequiredService<Visit>().Count + visit.Count - 1}");

        [Function("ProbeWaits")]
        public async Task<IResult> Waits([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "waits")] HttpRequest request, CancellationToken ct)
        {
            gate.Entered.SetResult();
            await Task.Delay(Timeout.Infinite, ct);
            return Results.Text(request.Method);
        }
    }
}

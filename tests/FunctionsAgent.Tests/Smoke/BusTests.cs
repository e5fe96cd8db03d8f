using System.Net;
using System.Text.Json.Nodes;
using Azure.Core;
using FunctionsAgent.Local.Smoke;

namespace FunctionsAgent.Tests.Smoke;

/// <summary>The REST send to Service Bus, by its documented form (not run against Azure itself).</summary>
public sealed class BusTests
{
    [Fact]
    public async Task A_send_carries_token_session_and_body_to_the_queue()
    {
        var asked = new List<string>();
        using var http = new HttpClient(new Handler(async request =>
        {
            asked.Add($"{request.Method} {request.RequestUri} {request.Headers.Authorization} {await request.Content!.ReadAsStringAsync()}");
            var broker = JsonNode.Parse(request.Headers.GetValues("BrokerProperties").Single())!;
            asked.Add($"{broker["SessionId"]} {broker["MessageId"]!.GetValue<string>().Length}");
            return HttpStatusCode.Created;
        }));

        await new Bus(http, new Uri("https://bus.example"), new Identity()).SendAsync("input", "s-1", "{}", CancellationToken.None);

        Assert.Equal(["POST https://bus.example/input/messages Bearer https://servicebus.azure.net/.default {}", "s-1 32"], asked);
    }

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.InternalServerError)]
    public async Task A_refused_send_is_a_failed_check(HttpStatusCode status)
    {
        using var http = new HttpClient(new Handler(_ => Task.FromResult(status)));
        var e = await Assert.ThrowsAsync<SmokeException>(() => new Bus(http, new Uri("https://bus.example"), new Identity()).SendAsync("input", "s", "{}", CancellationToken.None));
        Assert.Contains($"{(int)status}", e.Message, StringComparison.Ordinal);
    }

    private sealed class Handler(Func<HttpRequestMessage, Task<HttpStatusCode>> answer) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => new(await answer(request));
    }

    private sealed class Identity : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => new(requestContext.Scopes.Single(), DateTimeOffset.MaxValue);

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) => ValueTask.FromResult(GetToken(requestContext, cancellationToken));
    }
}

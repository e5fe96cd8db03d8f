using System;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Azure.Core;

namespace FunctionsAgent.Local.Smoke;

/// <summary>Sends any body to a queue's session, past all doors.</summary>
internal interface IBus
{
    Task SendAsync(string queue, string session, string body, CancellationToken ct);
}

/// <summary>Service Bus over its REST interface (learn.microsoft.com/rest/api/servicebus/send-message-to-queue), with the identity of whoever runs this.</summary>
internal sealed class Bus(HttpClient http, Uri address, TokenCredential identity) : IBus
{
    private static readonly string[] Scopes = ["https://servicebus.azure.net/.default"];

    public async Task SendAsync(string queue, string session, string body, CancellationToken ct)
    {
        var token = await identity.GetTokenAsync(new TokenRequestContext(Scopes), ct);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, $"/{queue}/messages"))
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Token);
        request.Headers.TryAddWithoutValidation("BrokerProperties", JsonSerializer.Serialize(new { SessionId = session, MessageId = Guid.NewGuid().ToString("N") }));
        using var response = await http.SendAsync(request, ct);
        if (!response.IsSuccessStatusCode) throw new SmokeException($"Service Bus answered {(int)response.StatusCode} to a send to {queue}");
    }
}

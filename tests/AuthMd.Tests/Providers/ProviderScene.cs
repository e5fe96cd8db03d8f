using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using AuthMd.Http;
using AuthMd.Registrations;
using AuthMd.Tests.Drivers;

namespace AuthMd.Tests.Providers;

/// <summary>A service that trusts a provider which publishes its keys, and an agent between the two.</summary>
public sealed class ProviderScene : IAsyncDisposable
{
    private ProviderScene(Service service, string issuer, string algorithm)
    {
        Service = service;
        Provider = new(service.Clock, issuer) { Algorithm = algorithm };
        Service.Network.Serve(Provider);
    }

    public Service Service { get; }

    public TestProvider Provider { get; }

    public ProviderNetwork Network => Service.Network;

    public static async Task<ProviderScene> StartAsync(string issuer = TestProvider.Usual, string algorithm = "ES256", Func<AuthMdOptions, AuthMdOptions>? options = null) =>
        new(await Service.StartAsync(usual => (options ?? (same => same))(usual with { AllowIdentityAssertion = true })), issuer, algorithm);

    public async Task<Service> SecondAsync()
    {
        var second = await Service.SecondAsync();
        second.Network = Network;
        return second;
    }

    public Task<Answer> RegisterAsync(string assertion, Service? at = null) =>
        SendAsync(Routes.Identity, JsonContent.Create(new { type = "identity_assertion", assertion_type = "urn:ietf:params:oauth:token-type:id-jag", assertion }), at);

    public async Task<Answer> NotifyAsync(string token, string? contentType = "application/secevent+jwt", Service? at = null)
    {
        using var content = new StringContent(token);
        content.Headers.ContentType = contentType is null ? null : MediaTypeHeaderValue.Parse(contentType);
        return await SendAsync(Routes.Events, content, at);
    }

    public async Task<Answer> SendAsync(string path, HttpContent content, Service? at = null)
    {
        using var response = await (at ?? Service).Agent.PostAsync(new Uri(path, UriKind.Relative), content);
        var text = await response.Content.ReadAsStringAsync();
        return new(response.StatusCode, text.Length == 0 ? default : JsonDocument.Parse(text).RootElement, response.Headers.WwwAuthenticate.ToString(), response.Headers.CacheControl?.NoStore is true);
    }

    /// <summary>The registration an answer is about, as it is stored now.</summary>
    public async Task<Registration> StoredAsync(Answer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return (await Service.Registrations.FindAsync(answer.Text("id"), default))!;
    }

    public async ValueTask DisposeAsync()
    {
        Provider.Dispose();
        await Service.DisposeAsync();
    }
}

public sealed record Answer(HttpStatusCode Status, JsonElement Body, string Challenge, bool NotKept)
{
    public string Text(string name) => Body.GetProperty(name).GetString()!;

    /// <summary>Status and code, as tests compare them; the code is empty when there is none.</summary>
    public (int Status, string Code) Outcome => ((int)Status, Body.ValueKind != JsonValueKind.Object ? "" : Body.TryGetProperty("error", out var error) ? error.GetString()! : Body.TryGetProperty("err", out var err) ? err.GetString()! : "");
}

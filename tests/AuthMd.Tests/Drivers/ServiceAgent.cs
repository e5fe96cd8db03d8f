using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using AuthMd.Http;
using AuthMd.Registrations;
using AuthMd.Tokens;

namespace AuthMd.Tests.Drivers;

/// <summary>What agents do.</summary>
public sealed partial class Service
{
    public async Task<Answer> GetAsync(string route) => await Answer.OfAsync(await Agent.GetAsync(new Uri(route, UriKind.RelativeOrAbsolute)));

    public Task<Answer> JsonAsync(string route, object body) => SendAsync(route, JsonSerializer.SerializeToUtf8Bytes(body), "application/json");

    public Task<Answer> TextAsync(string route, string body, string contentType = "application/json") => SendAsync(route, Encoding.UTF8.GetBytes(body), contentType);

    public async Task<Answer> FormAsync(string route, params (string Name, string Value)[] parameters)
    {
        using var content = new FormUrlEncodedContent(parameters.Select(parameter => KeyValuePair.Create(parameter.Name, parameter.Value)));
        return await Answer.OfAsync(await Agent.PostAsync(new Uri(route, UriKind.RelativeOrAbsolute), content));
    }

    public async Task<Answer> SendAsync(string route, byte[] body, string? contentType)
    {
        using var content = new ByteArrayContent(body);
        if (contentType is not null) content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        return await Answer.OfAsync(await Agent.PostAsync(new Uri(route, UriKind.RelativeOrAbsolute), content));
    }

    public Task<Answer> RegisterAsync() => JsonAsync(Routes.Identity, new { type = "anonymous" });

    public Task<Answer> ExchangeAsync(string assertion, params (string Name, string Value)[] more) =>
        FormAsync(Routes.Token, [("grant_type", AssertionGrant.Type), ("assertion", assertion), .. more]);

    /// <summary>The API, which is asked who acts.</summary>
    public async Task<Answer> CallAsync(string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/api/whoami", UriKind.Relative));
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await Answer.OfAsync(await Agent.SendAsync(request));
    }

    /// <summary>What a completed claim leaves, without the ceremony.</summary>
    public Task<Registration?> ClaimedAsync(string registration, string account) => Registrations.ChangeAsync(
        registration, now => now with { User = account, Claimed = Clock.GetUtcNow(), Generation = now.Generation + 1 }, CancellationToken.None);

    /// <summary>An assertion of a registration as it is now.</summary>
    public async Task<string> AssertionAsync(string registration) =>
        (await Assertions.MintAsync(Issuer, (await Registrations.FindAsync(registration, CancellationToken.None))!, null, CancellationToken.None)).Jwt;
}

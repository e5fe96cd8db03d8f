using AuthMd.Http;
using AuthMd.Providers;
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

    /// <summary>Another instance of the service, in the same world.</summary>
    public async Task<Service> SecondAsync()
    {
        var second = await Service.SecondAsync();
        second.Network = Network;
        return second;
    }

    public Task<Answer> RegisterAsync(string assertion, Service? at = null) =>
        (at ?? Service).JsonAsync(Routes.Identity, new { type = "identity_assertion", assertion_type = IdentityAssertionMethod.AssertionType, assertion });

    public Task<Answer> NotifyAsync(string token, string contentType = "application/secevent+jwt", Service? at = null) => (at ?? Service).TextAsync(Routes.Events, token, contentType);

    /// <summary>The person confirms and the agent brings the code.</summary>
    public async Task<Answer> CompleteAsync(Answer stepUp, Account person)
    {
        ArgumentNullException.ThrowIfNull(stepUp);
        return await Service.CompleteAsync(stepUp.At("claim.token"), await Service.AgreeAsync(stepUp.At("claim.attempt.verification_uri"), person));
    }

    /// <summary>An access token for an assertion that was given out.</summary>
    public async Task<string> TokenAsync(Answer registered)
    {
        ArgumentNullException.ThrowIfNull(registered);
        return (await Service.ExchangeAsync(registered.At("identity.assertion"))).At("access_token");
    }

    /// <summary>The registration an answer is about, as it is stored now.</summary>
    public async Task<Registration> StoredAsync(Answer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return (await Service.Registrations.FindAsync(answer.At("id"), default))!;
    }

    public async ValueTask DisposeAsync()
    {
        Provider.Dispose();
        await Service.DisposeAsync();
    }
}

internal static class ProviderAnswers
{
    extension(Answer answer)
    {
        /// <summary>Status and code, also of the event endpoint; the code is empty when there is none.</summary>
        public (int Status, string Code) Outcome =>
            (answer.Status, answer.Code ?? (answer.Text.Length > 0 && answer.Body.TryGetProperty("err", out var err) ? err.GetString()! : ""));
    }
}

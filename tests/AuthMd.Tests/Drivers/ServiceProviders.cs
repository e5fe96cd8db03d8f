using System.Collections.Concurrent;
using AuthMd.Http;
using AuthMd.Providers;
using AuthMd.Tests.Providers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace AuthMd.Tests.Drivers;

public sealed partial class Service : IRevocations
{
    private readonly ConcurrentQueue<string> ended = [];

    /// <summary>Where the service finds its providers; instances that see the same world share it.</summary>
    public ProviderNetwork Network { get; set; } = new();

    /// <summary>Registrations that the service was told to have ended.</summary>
    public IReadOnlyList<string> Ended => [.. ended];

    /// <summary>Fails whoever tells of an end.</summary>
    public bool CannotEnd { get; set; }

    public Delegations Delegations { get; private set; } = null!;

    public Revocation Revocation { get; private set; } = null!;

    private EventEndpoint events = null!;

    public Task RevokedAsync(string registrationId, CancellationToken ct)
    {
        if (CannotEnd) throw new IOException("The conversation cannot be stopped at the moment.");
        ended.Enqueue(registrationId);
        return Task.CompletedTask;
    }

    partial void AddProviders()
    {
        var documents = new ProviderDocuments(new Forwarding(() => Network), Clock);
        var tokens = new ProviderTokens(TestProvider.Trusted, new(documents, Clock), Lifetimes, Clock);
        var spent = new SpentTokens(Store);
        Delegations = new(Store, Clock);
        Methods.Add(new IdentityAssertionMethod(
            new(tokens, spent, new(documents, Clock), Lifetimes, Clock), new(Registrations, Delegations, Accounts, Seal, Lifetimes, Clock), Assertions, Limits));
        Revocation = new(Registrations, Delegations, this, Audit, Clock);
        events = new(new(tokens, spent, Revocation, Lifetimes, Clock), Refusals);
    }

    partial void MapProviders(WebApplication app) =>
        app.MapPost(Routes.Events, (HttpRequest request, CancellationToken ct) => events.RunAsync(request, Caller(request.HttpContext), ct));

    private sealed class Forwarding(Func<HttpMessageHandler> to) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            new HttpMessageInvoker(to(), disposeHandler: false).SendAsync(request, cancellationToken);
    }
}

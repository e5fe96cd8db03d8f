using AuthMd.Http;
using AuthMd.Registrations;
using Microsoft.AspNetCore.Http;

namespace FunctionsAgent.Access;

/// <summary>The endpoints of auth.md: each function calls one method. The protocol is in the package; here is who calls, and what is said while the store is away.</summary>
public sealed class AuthMdApi(
    Discovery discovery, PublicAddress address, DiscoveryEndpoints published, IdentityEndpoint identity, TokenEndpoint tokens, RevocationEndpoint revocation,
    ClaimEndpoint claims, ClaimCompleteEndpoint completion, ClaimPage page, EventEndpoint events)
{
    public IResult Document(HttpRequest request) => published.Document(discovery.For(request));

    public IResult Resource(HttpRequest request) => DiscoveryEndpoints.Resource(discovery.For(request), Requests.Route(request, "path"));

    public IResult Server(HttpRequest request) => DiscoveryEndpoints.Server(discovery.For(request), Requests.Route(request, "path"));

    public Task<IResult> JwksAsync(HttpRequest request, CancellationToken ct) => Outage.AnswerAsync(request, () => published.JwksAsync(discovery.For(request), ct));

    public Task<IResult> IdentityAsync(HttpRequest request, CancellationToken ct) => AnswerAsync(request, caller => identity.RunAsync(request, caller, ct));

    public Task<IResult> TokenAsync(HttpRequest request, CancellationToken ct) => AnswerAsync(request, caller => tokens.RunAsync(request, caller, ct));

    public Task<IResult> RevokeAsync(HttpRequest request, CancellationToken ct) => AnswerAsync(request, caller => revocation.RunAsync(request, caller, ct));

    public Task<IResult> ClaimAsync(HttpRequest request, CancellationToken ct) => AnswerAsync(request, caller => claims.RunAsync(request, caller, ct));

    public Task<IResult> CompleteAsync(HttpRequest request, CancellationToken ct) => AnswerAsync(request, caller => completion.RunAsync(request, caller, ct));

    public Task<IResult> PageAsync(HttpRequest request, CancellationToken ct) => AnswerAsync(request, caller => page.ShowAsync(request, caller, ct));

    public Task<IResult> ConfirmAsync(HttpRequest request, CancellationToken ct) => AnswerAsync(request, caller => page.ConfirmAsync(request, caller, ct));

    public Task<IResult> DenyAsync(HttpRequest request, CancellationToken ct) => AnswerAsync(request, caller => page.DenyAsync(request, caller, ct));

    public Task<IResult> NotifyAsync(HttpRequest request, CancellationToken ct) => AnswerAsync(request, caller => events.RunAsync(request, caller, ct));

    private Task<IResult> AnswerAsync(HttpRequest request, Func<Caller, Task<IResult>> answer) =>
        Outage.AnswerAsync(request, () => answer(new(discovery.For(request), address.From(request))));
}

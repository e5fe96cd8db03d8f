using System.Net.Http.Headers;
using AuthMd.Http;
using AuthMd.Registrations;
using AuthMd.Tokens;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace AuthMd.Tests.Drivers;

public sealed partial class Service
{
    partial void AddCore() => Methods.Add(new AnonymousMethod(Registrations, Assertions, Limits, Lifetimes, Clock));

    partial void MapCore(WebApplication app)
    {
        var identity = new IdentityEndpoint(Methods, Refusals, Audit, Clock);
        var token = new TokenEndpoint(new AssertionGrant(Assertions, Registrations, Accounts, Tokens, Audit, Clock), Polling, Refusals, Lifetimes);
        var revocation = new RevocationEndpoint(Tokens, Registrations, Refusals, Audit, Clock);
        var discovery = new DiscoveryEndpoints(Keys, Lifetimes);
        app.MapGet(AuthMdDocument.Path, () => discovery.Document(Options));
        app.MapGet(ProtectedResourceMetadata.WellKnown + "/{*suffix}", (string? suffix) => DiscoveryEndpoints.Resource(Options, suffix));
        app.MapGet(Routes.AuthorizationServer + "/{*suffix}", (string? suffix) => DiscoveryEndpoints.Server(Options, suffix));
        app.MapGet(Routes.Jwks, (CancellationToken ct) => discovery.JwksAsync(Options, ct));
        app.MapPost(Routes.Identity, (HttpRequest request, CancellationToken ct) => identity.RunAsync(request, Caller(request.HttpContext), ct));
        app.MapPost(Routes.Token, (HttpRequest request, CancellationToken ct) => token.RunAsync(request, Caller(request.HttpContext), ct));
        app.MapPost(Routes.Revoke, (HttpRequest request, CancellationToken ct) => revocation.RunAsync(request, Caller(request.HttpContext), ct));
        app.MapGet("/api/whoami", (HttpRequest request, CancellationToken ct) => WhoAsync(request, ct));
    }

    private async Task<IResult> WhoAsync(HttpRequest request, CancellationToken ct)
    {
        var token = AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var header) && header.Scheme == "Bearer" ? header.Parameter : null;
        return token is not null && await Tokens.ReadAsync(token, ct) is { } grant ? Wire.Json(grant) : Wire.Refuse(Challenge.Refusal(Options, token is not null));
    }
}

using AuthMd.Registrations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace AuthMd.Http;

/// <summary>All endpoints of the protocol in an ASP.NET Core app; a host that routes by itself calls the endpoints' classes.</summary>
public static class AuthMdRoutes
{
    /// <param name="options">The service as a request knows it. The caller's address is the connection's: put forwarded headers in order before.</param>
    public static IEndpointRouteBuilder MapAuthMd(this IEndpointRouteBuilder routes, Func<HttpContext, AuthMdOptions> options)
    {
        ArgumentNullException.ThrowIfNull(routes);
        ArgumentNullException.ThrowIfNull(options);
        T Of<T>() where T : notnull => routes.ServiceProvider.GetRequiredService<T>();
        void Get(string route, Func<HttpRequest, Caller, CancellationToken, Task<IResult>> run) =>
            routes.MapGet(route, (HttpRequest request, CancellationToken ct) => run(request, CallerOf(request), ct));
        void Post(string route, Func<HttpRequest, Caller, CancellationToken, Task<IResult>> run) =>
            routes.MapPost(route, (HttpRequest request, CancellationToken ct) => run(request, CallerOf(request), ct));
        Caller CallerOf(HttpRequest request) => new(options(request.HttpContext), request.HttpContext.Connection.RemoteIpAddress);

        var discovery = Of<DiscoveryEndpoints>();
        Get(AuthMdDocument.Path, (_, caller, _) => Task.FromResult(discovery.Document(caller.Options)));
        Get(ProtectedResourceMetadata.WellKnown + "/{*suffix}", (request, caller, _) => Task.FromResult(DiscoveryEndpoints.Resource(caller.Options, Suffix(request))));
        Get(Routes.AuthorizationServer + "/{*suffix}", (request, caller, _) => Task.FromResult(DiscoveryEndpoints.Server(caller.Options, Suffix(request))));
        Get(Routes.Jwks, (_, caller, ct) => discovery.JwksAsync(caller.Options, ct));
        Post(Routes.Identity, Of<IdentityEndpoint>().RunAsync);
        Post(Routes.Claim, Of<ClaimEndpoint>().RunAsync);
        Post(Routes.Complete, Of<ClaimCompleteEndpoint>().RunAsync);
        Get(Routes.Page, Of<ClaimPage>().ShowAsync);
        Post(Routes.Confirm, Of<ClaimPage>().ConfirmAsync);
        Post(Routes.Deny, Of<ClaimPage>().DenyAsync);
        Post(Routes.Token, Of<TokenEndpoint>().RunAsync);
        Post(Routes.Revoke, Of<RevocationEndpoint>().RunAsync);
        Post(Routes.Events, Of<EventEndpoint>().RunAsync);
        return routes;
    }

    private static string? Suffix(HttpRequest request) => request.RouteValues["suffix"] as string;
}

using Azure.Core;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace FunctionsAgent.Access;

/// <summary>
/// The OpenID Connect handler of ASP.NET Core: code flow with PKCE (RFC 7636), the answer in the query, so that the cookies of
/// state and nonce may stay SameSite=Lax. It runs from our own function, as the Functions worker has no middleware for it.
/// </summary>
internal static class SignInPages
{
    public const string Scheme = "SignIn";
    public const string Path = "/login";

    /// <summary>Where in <see cref="HttpContext.Items"/> a refused sign-in leaves its cause.</summary>
    public static readonly object Failure = new();

    private const string JwtAssertion = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    private static readonly TokenRequestContext Exchange = new(["api://AzureADTokenExchange/.default"]);

    public static void Register(AuthenticationBuilder authentication, EntraOptions options, HttpClient http)
    {
        authentication.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<OpenIdConnectOptions>, OpenIdConnectPostConfigureOptions>());
        authentication.AddRemoteScheme<OpenIdConnectOptions, SignInHandler>(Scheme, null, _ => { });
        authentication.Services.AddOptions<OpenIdConnectOptions>(Scheme).Configure<IssuerKeys, PublicAddress, TokenCredential>((page, keys, address, identity) =>
        {
            page.SignInScheme = Session.Scheme;
            page.CallbackPath = Path;
            page.ClientId = options.ClientId.ToString();
            page.ClientSecret = options.ClientSecret;
            page.ConfigurationManager = keys;
            page.RequireHttpsMetadata = options.Instance.Scheme == "https";
            page.Backchannel = http;
            page.ResponseType = OpenIdConnectResponseType.Code;
            page.ResponseMode = OpenIdConnectResponseMode.Query;
            page.UsePkce = true;
            page.Scope.Clear();
            page.Scope.Add("openid");
            page.Scope.Add("profile");
            page.MapInboundClaims = false;
            page.SaveTokens = false;
            page.GetClaimsFromUserInfoEndpoint = false;
            page.DisableTelemetry = true;
            page.TokenValidationParameters.ValidAudience = page.ClientId;
            EntraTokens.Restrict(page.TokenValidationParameters, options);
            foreach (var cookie in (CookieBuilder[])[page.CorrelationCookie, page.NonceCookie])
            {
                cookie.HttpOnly = true;
                cookie.SecurePolicy = CookieSecurePolicy.Always;
                cookie.SameSite = SameSiteMode.Lax;
            }
            page.Events = Events(options, keys, address, identity);
        });
    }

    private static OpenIdConnectEvents Events(EntraOptions options, IssuerKeys keys, PublicAddress address, TokenCredential identity) => new()
    {
        OnRedirectToIdentityProvider = context =>
        {
            context.ProtocolMessage.RedirectUri = address.Of(context.Request) + Path;
            return Task.CompletedTask;
        },
        OnAuthorizationCodeReceived = async context =>
        {
            if (options.ClientSecret is not null) return;
            var token = await identity.GetTokenAsync(Exchange, context.HttpContext.RequestAborted);
            context.TokenEndpointRequest!.ClientAssertionType = JwtAssertion;
            context.TokenEndpointRequest.ClientAssertion = token.Token;
        },
        OnTokenResponseReceived = async context =>
        {
            if (EntraTokens.TryKeyId(context.TokenEndpointResponse.IdToken, out var kid)) await keys.ReadyAsync(kid, context.HttpContext.RequestAborted);
        },
        OnTokenValidated = context =>
        {
            if (Session.Of(context.Principal!, options.TenantId) is { } who) context.Principal = who;
            else context.Fail("Of another tenant.");
            return Task.CompletedTask;
        },
        OnAccessDenied = context =>
        {
            context.HttpContext.Items[Failure] = null;
            context.HandleResponse();
            return Task.CompletedTask;
        },
        OnRemoteFailure = context =>
        {
            context.HttpContext.Items[Failure] = context.Failure;
            context.HandleResponse();
            return Task.CompletedTask;
        },
    };
}

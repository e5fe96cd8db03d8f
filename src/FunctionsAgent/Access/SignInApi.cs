using System.Security.Cryptography;
using Azure.Identity;
using FunctionsAgent.Storage;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsAgent.Access;

/// <summary>A person signs in with a browser, asks who that makes them, and leaves.</summary>
/// <param name="keys">Null without the settings <c>AzureAd__…</c>.</param>
public sealed class SignInApi(Authentication authentication, StandIn standIn, IssuerKeys? keys = null)
{
    /// <summary>
    /// <c>GET|POST /login?returnUrl=/path</c> leads to Entra ID, which sends the browser back to <c>GET /login?code=…&amp;state=…</c>.
    /// </summary>
    public async Task<IResult> LoginAsync(HttpRequest request, CancellationToken ct)
    {
        if (ReturnUrl.Of(request.Query["returnUrl"]) is not { } back) return Problem.Of(400, "return-url", "returnUrl is no page of this site.", "It takes a path like /console.");
        if (keys is null && standIn.Serves(request)) return await standIn.LoginAsync(request, back, ct);
        if (keys is null) return Problem.Of(503, "identity-not-configured", "Nobody can sign in here.", "Set AzureAd__TenantId and AzureAd__ClientId. The embedded host has its key instead, and a stand-in on this machine.");
        try
        {
            if (HttpMethods.IsGet(request.Method) && request.Query.ContainsKey("state")) return await FinishAsync(request.HttpContext);
            if (!await keys.ReadyAsync(null, ct)) return Authentication.Unreachable(request);
            await request.HttpContext.ChallengeAsync(SignInPages.Scheme, new AuthenticationProperties { RedirectUri = back });
            return Results.Empty;
        }
        catch (CryptographicException e) when (e.Causes().Any(cause => cause is StoreBusyException))
        {
            return Problem.Of(503, "store-busy", "The keys of sessions cannot be read at the moment.", "Sign in again in a minute.");
        }
    }

    /// <summary><c>POST /logout</c>: this browser's session here ends; the one with Entra ID does not.</summary>
    public Task<IResult> LogoutAsync(HttpRequest request) => Outage.AnswerAsync(request, () => LeaveAsync(request));

    private async Task<IResult> LeaveAsync(HttpRequest request)
    {
        if (keys is null && standIn.Who(request) is not null)
        {
            StandIn.Leave(request.HttpContext.Response);
            return Results.NoContent();
        }
        var (_, refusal) = await authentication.StaffAsync(request, StaffRole.None);
        if (refusal is not null) return refusal;
        if (keys is not null) await request.HttpContext.SignOutAsync(Session.Scheme);
        return Results.NoContent();
    }

    /// <summary><c>GET /api/operator/me</c>: <c>{"by","name","role","mayCall","via","csrf"}</c>.</summary>
    public Task<IResult> MeAsync(HttpRequest request) => Outage.AnswerAsync(request, () => WhoAsync(request));

    private async Task<IResult> WhoAsync(HttpRequest request)
    {
        var (caller, refusal) = await authentication.StaffAsync(request, StaffRole.None);
        if (refusal is not null) return refusal;
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        return Results.Json(new { by = caller!.By, name = caller.Name, role = caller.Role.ToString(), mayCall = caller.MayCall, via = caller.Via, csrf = caller.Csrf });
    }

    private static async Task<IResult> FinishAsync(HttpContext context)
    {
        var handlers = context.RequestServices.GetRequiredService<IAuthenticationHandlerProvider>();
        var handler = (SignInHandler)(await handlers.GetHandlerAsync(context, SignInPages.Scheme))!;
        await handler.FinishAsync();
        if (!context.Items.TryGetValue(SignInPages.Failure, out var failure)) return Results.Empty;
        if (failure is not Exception cause) return Problem.Of(403, "sign-in-denied", "The sign-in was refused.", "Entra ID did not let this account in, or somebody chose to cancel.");
        return cause.Causes().Any(e => e is HttpRequestException or TaskCanceledException or IssuerUnreachableException or AuthenticationFailedException)
            ? Authentication.Unreachable(context.Request)
            : Problem.Of(401, "sign-in-failed", "The sign-in did not succeed.", $"It took too long, was begun in another browser, or was answered before. Begin again at {SignInPages.Path}.");
    }
}

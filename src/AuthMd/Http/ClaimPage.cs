using System.Collections.Immutable;
using System.Text;
using AuthMd.Claims;
using AuthMd.Providers;
using AuthMd.Registrations;
using Microsoft.AspNetCore.Http;

namespace AuthMd.Http;

/// <summary>
/// The page on which a person decides (specification §8): <c>GET /claim</c>, <c>POST /claim/confirm</c> (dialect B), <c>POST /claim/deny</c>,
/// and the form of dialect A. No agent calls it.
/// 302 to the sign-in; 404 unknown or replaced link; 403 another account, and no form; 409 claimed; 410 expired or refused; 400 a bad form; 401 a wrong code; 200.
/// </summary>
public sealed class ClaimPage(ClaimReview review, ClaimTyping typing, ClaimHistory history, ISignIn signIn, TrustedProviders providers, TimeProvider time)
{
    internal const string Token = "claim_attempt_token", FormToken = "form_token", Code = "user_code";

    public async Task<IResult> ShowAsync(HttpRequest request, Caller caller, CancellationToken ct)
    {
        Harden(request.HttpContext.Response);
        if (request.Query[Token] is not [{ Length: > 0 } token]) return Unknown(caller, request);
        if (await signIn.WhoAsync(request.HttpContext, ct) is not { } person) return await ChallengeAsync(request, token, ct);
        return await RenderAsync(await review.LookAsync(token, person.Account, caller, ct), new(request, caller, person, token), ct, whenClaimed: StatusCodes.Status200OK);
    }

    public Task<IResult> ConfirmAsync(HttpRequest request, Caller caller, CancellationToken ct) => SubmitAsync(request, caller, async (visit, _) =>
        // In dialect A the agent has the code: confirming without typing it would bind whoever follows a stranger's link.
        caller.Options.Dialect != AuthMdDialect.B ? Unknown(caller, request, visit.Person)
            : await RenderAsync(await review.ConfirmAsync(visit.Token, visit.Person.Account, caller, ct), visit, ct), ct);

    /// <summary>Dialect A: <c>POST /agent/identity/claim/complete</c> of a browser.</summary>
    public Task<IResult> TypeAsync(HttpRequest request, Caller caller, CancellationToken ct) => SubmitAsync(request, caller, async (visit, form) =>
    {
        // People type what they see: a gap in the middle is none of their business.
        var code = form.GetValueOrDefault(Code, "").Replace(" ", "", StringComparison.Ordinal);
        if (caller.Options.Dialect != AuthMdDialect.A || code.Length != 6 || !code.All(char.IsAsciiDigit)) return BadForm(caller, request, StatusCodes.Status400BadRequest);
        return await RenderAsync(await typing.TypeAsync(visit.Token, visit.Person.Account, code, caller, ct), visit, ct);
    }, ct);

    public Task<IResult> DenyAsync(HttpRequest request, Caller caller, CancellationToken ct) => SubmitAsync(request, caller, async (visit, _) =>
        await RenderAsync(await review.DenyAsync(visit.Token, visit.Person.Account, caller, ct), visit, ct, whenDenied: StatusCodes.Status200OK), ct);

    private async Task<IResult> SubmitAsync(HttpRequest request, Caller caller, Func<Visit, IReadOnlyDictionary<string, string>, Task<IResult>> decide, CancellationToken ct)
    {
        Harden(request.HttpContext.Response);
        IReadOnlyDictionary<string, string> form;
        try
        {
            form = await Wire.ReadFormAsync(request, ct);
        }
        catch (RefusalException refusal)
        {
            return BadForm(caller, request, refusal.Status);
        }
        if (!form.TryGetValue(Token, out var token)) return BadForm(caller, request, StatusCodes.Status400BadRequest);
        if (await signIn.WhoAsync(request.HttpContext, ct) is not { } person) return await ChallengeAsync(request, token, ct);
        if (!form.TryGetValue(FormToken, out var formToken) || !Secrets.Same(formToken, person.FormToken)) return BadForm(caller, request, StatusCodes.Status400BadRequest);
        return await decide(new(request, caller, person, token), form);
    }

    private async Task<IResult> RenderAsync(
        Review seen, Visit visit, CancellationToken ct, int whenClaimed = StatusCodes.Status409Conflict, int whenDenied = StatusCodes.Status410Gone)
    {
        var (request, caller, person, token) = visit;
        var provider = seen.Registration?.Subject is { } subject ? providers.Find(subject.Issuer, caller.Issuer)?.DisplayName ?? "A provider that this service no longer trusts" : null;
        var decides = seen.State is ReviewState.Open or ReviewState.Confirmed or ReviewState.WrongCode;
        var advisories = decides ? Advisories(await history.FindAsync(person.Account.Id, ct), seen.Registration!, provider) : [];
        var page = new ClaimHtml.Page(caller.Options, person, token, request.PathBase, provider, advisories, time.GetUtcNow());
        return seen.State switch
        {
            ReviewState.Open => Html(ClaimHtml.Decide(page, seen.Registration!), StatusCodes.Status200OK),
            ReviewState.WrongCode => Html(ClaimHtml.Decide(page, seen.Registration!, isWrong: true), StatusCodes.Status401Unauthorized),
            ReviewState.Bound => Html(
                ClaimHtml.Message(page, "Your agent may go on", "It acts for your account from now on. You can close this page."), StatusCodes.Status200OK),
            ReviewState.Confirmed => Html(ClaimHtml.Reveal(page, seen.Registration!, seen.Code!), StatusCodes.Status200OK),
            ReviewState.Denied => Html(ClaimHtml.Message(page, "You refused", "The agent gets no access. You can close this page."), whenDenied),
            ReviewState.Claimed => Html(
                ClaimHtml.Message(page, "This is done", "The agent that this link belongs to has been claimed. You can close this page."), whenClaimed),
            ReviewState.Gone => Html(
                ClaimHtml.Message(page, "This link has ended", "It was good for a few minutes. If you want to go on, ask your agent for a new one."), StatusCodes.Status410Gone),
            ReviewState.WrongAccount => Html(ClaimHtml.Message(page, "This link is for another account", $"You are signed in as {ClaimHtml.Name(person.Account)}.",
                "Sign in with the account that you named to your agent, then open the link again."), StatusCodes.Status403Forbidden),
            _ => Unknown(caller, request, person),
        };
    }

    /// <summary>Notes that stop nobody.</summary>
    private static ImmutableArray<string> Advisories(ClaimsBefore before, Registration registration, string? provider)
    {
        var notes = ImmutableArray.CreateBuilder<string>();
        if (registration.Subject is { } subject && !before.Issuers.Contains(subject.Issuer)) notes.Add($"{provider} has not vouched for an agent of yours before.");
        if (!before.Any) notes.Add("This is the first agent that would act for this account.");
        return notes.DrainToImmutable();
    }

    private async Task<IResult> ChallengeAsync(HttpRequest request, string token, CancellationToken ct) =>
        await signIn.ChallengeAsync(request.HttpContext, $"{request.PathBase}{Routes.Page}?{Token}={Uri.EscapeDataString(token)}", ct);

    private static IResult Unknown(Caller caller, HttpRequest request, SignedIn? person = null) => Html(ClaimHtml.Message(
        Plain(caller, request, person), "This link leads nowhere", "It is not complete, or a newer one has taken its place. Ask your agent for the newest."), StatusCodes.Status404NotFound);

    private static IResult BadForm(Caller caller, HttpRequest request, int status) => Html(ClaimHtml.Message(Plain(caller, request, null), "This form cannot be taken",
        "It is not complete, or it was opened in an earlier sign-in. Nothing was decided. Open the link again."), status);

    private static ClaimHtml.Page Plain(Caller caller, HttpRequest request, SignedIn? person) => new(caller.Options, person, "", request.PathBase, null, [], default);

    private static void Harden(HttpResponse response)
    {
        response.Headers.ContentSecurityPolicy = ClaimStyle.Policy;
        response.Headers.CacheControl = "no-store";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.XFrameOptions = "DENY";
    }

    /// <summary>One request of somebody who is signed in.</summary>
    private sealed record Visit(HttpRequest Request, Caller Caller, SignedIn Person, string Token);

    private static IResult Html(string html, int status) => Results.Content(html, "text/html; charset=utf-8", Encoding.UTF8, status);
}

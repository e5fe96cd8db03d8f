using AuthMd;
using Microsoft.AspNetCore.Http;

namespace FunctionsAgent.Access;

/// <summary>Who claims an agent's registration: a person of the tenant, or the stand-in of the embedded host.</summary>
/// <param name="keys">Null without the settings <c>AzureAd__…</c>.</param>
public sealed class BrowserSignIn(StandIn standIn, Accounts accounts, IssuerKeys? keys = null) : ISignIn
{
    public async Task<SignedIn?> WhoAsync(HttpContext context, CancellationToken ct)
    {
        if (keys is null) return standIn.Who(context.Request);
        if (await Session.ReadAsync(context) is not { Csrf: { } token } who) return null;
        var account = new Account(who.By, who.Email, Name: who.Name);
        await accounts.SignedInAsync(account, ct);
        return new(account, token);
    }

    public Task<IResult> ChallengeAsync(HttpContext context, string returnTo, CancellationToken ct) =>
        Task.FromResult(Results.LocalRedirect($"{SignInPages.Path}?returnUrl={Uri.EscapeDataString(returnTo)}"));
}

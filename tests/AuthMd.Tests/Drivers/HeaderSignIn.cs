using Microsoft.AspNetCore.Http;

namespace AuthMd.Tests.Drivers;

/// <summary>Whoever the header names is signed in.</summary>
public sealed class HeaderSignIn : ISignIn
{
    public const string Header = "X-Account";

    public MemoryAccounts? Accounts { get; set; }

    public bool StandIn { get; set; }

    public static string FormToken(string account) => "form-of-" + account;

    public async Task<SignedIn?> WhoAsync(HttpContext context, CancellationToken ct) =>
        context.Request.Headers[Header] is [{ } id] && await Accounts!.FindAsync(id, ct) is { } account ? new(account, FormToken(id), StandIn) : null;

    public Task<IResult> ChallengeAsync(HttpContext context, string returnTo, CancellationToken ct) =>
        Task.FromResult(Results.Redirect("/login?return_to=" + Uri.EscapeDataString(returnTo)));
}

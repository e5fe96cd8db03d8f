using System.Text.RegularExpressions;
using AuthMd.Claims;
using AuthMd.Http;
using AuthMd.Registrations;
using AuthMd.Tests.Providers;

namespace AuthMd.Tests.Drivers;

/// <summary>What agents and people do together.</summary>
public sealed partial class Service
{
    public Person As(Account? account) => new(this, account);

    public Task<Answer> AskAsync(string hint) => JsonAsync(Routes.Identity, new { type = "service_auth", login_hint = hint });

    public Task<Answer> BeginAsync(string claimToken, string hint) => JsonAsync(Routes.Claim, new { type = "service_auth", claim_token = claimToken, login_hint = hint });

    public Task<Answer> CompleteAsync(string claimToken, string code) => JsonAsync(Routes.Complete, new { claim_token = claimToken, user_code = code });

    public Task<Answer> RefreshAsync(string token) => JsonAsync(Routes.Identity, new { type = "refresh", refresh_token = token });

    /// <summary>The person agrees; the code as their page shows it.</summary>
    public async Task<string> AgreeAsync(string verificationUri, Account person) => CodeOn(await As(person).SubmitAsync(await As(person).OpenAsync(verificationUri), Routes.Confirm));

    /// <summary>From the first request to the answer of <c>/complete</c>.</summary>
    public async Task<Answer> ClaimAsync(Account person)
    {
        var asked = await AskAsync(person.Email!);
        return await CompleteAsync(asked.At("claim.token"), await AgreeAsync(asked.At("claim.attempt.verification_uri"), person));
    }

    /// <summary>A step-up of a provider's person, as it lies in the store before anybody confirmed it.</summary>
    public async Task<(Registration Registration, ClaimHandle Claim)> StepUpAsync(Account matched, Func<Registration, Registration>? with = null)
    {
        var (claim, handle) = ClaimMint.Begun(Clock.GetUtcNow(), Options, Lifetimes, Seal, LoginHint.ForAccount(matched.Id));
        var row = new Registration
        {
            Id = Secrets.New(Secrets.Registration, 16), Kind = RegistrationKind.IdJag, Created = Clock.GetUtcNow(), Claim = claim, Subject = new(TestProvider.Usual, "subject-1", Issuer),
        };
        row = with is null ? row : with(row);
        Assert.True(await Registrations.AddAsync(row, CancellationToken.None));
        return (row, handle);
    }

    public static string CodeOn(Answer page) => Code().Match(page.Text) is { Success: true } found ? found.Groups[1].Value : throw new InvalidOperationException($"No code on the page ({page.Status}).");

    /// <summary>Six digits, never these.</summary>
    public static string Wrong(string code) => code == "000000" ? "000001" : "000000";

    [GeneratedRegex("""<p class="code">([0-9]{6})</p>""")]
    private static partial Regex Code();
}

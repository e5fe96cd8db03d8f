using AuthMd.Claims;
using AuthMd.Http;
using AuthMd.Tests.Drivers;

namespace AuthMd.Tests.DialectA;

/// <summary>One agent's and one person's way through a claim in the dialect the service speaks, so that a test says it once for both.</summary>
public sealed class Ceremony(Service service)
{
    private bool IsA => service.Options.Dialect == AuthMdDialect.A;

    public static Task<Service> StartAsync(AuthMdDialect dialect, Func<AuthMdOptions, AuthMdOptions>? options = null) =>
        Service.StartAsync(usual => (options ?? (same => same))(usual with { Dialect = dialect }));

    public string Id(Answer answer) => answer.At(IsA ? "registration_id" : "id");

    public string ClaimToken(Answer answer) => answer.At(IsA ? "claim_token" : "claim.token");

    public string Assertion(Answer answer) => answer.At(IsA ? "identity_assertion" : "identity.assertion");

    /// <summary>Of a registration, a step-up, or an attempt that was begun.</summary>
    public string Link(Answer asked) => asked.At(asked.Body.TryGetProperty(IsA ? "claim_attempt" : "attempt", out _)
        ? IsA ? "claim_attempt.verification_uri" : "attempt.verification_uri"
        : IsA ? "claim.verification_uri" : "claim.attempt.verification_uri");

    /// <summary>Dialect A: what the agent shows its person.</summary>
    public static string CodeOf(Answer asked) => asked.Body.TryGetProperty("claim_attempt", out _) ? asked.At("claim_attempt.user_code") : asked.At("claim.user_code");

    /// <summary>The person's part: the page after they agreed.</summary>
    public async Task<Answer> AgreeAsync(Answer asked, Account person, Service? at = null)
    {
        var browser = (at ?? service).As(person);
        var page = await browser.OpenAsync(Link(asked));
        return IsA ? await browser.SubmitAsync(page, Routes.Complete, ("user_code", CodeOf(asked))) : await browser.SubmitAsync(page, Routes.Confirm);
    }

    /// <summary>The agent's part: what the claim brought it.</summary>
    /// <param name="agreed">The person's page, which in dialect B shows the code; null: nobody has agreed.</param>
    public Task<Answer> FetchAsync(string claimToken, Answer? agreed, Service? at = null) =>
        IsA ? (at ?? service).PollAsync(claimToken) : (at ?? service).CompleteAsync(claimToken, agreed is null ? "123456" : Service.CodeOn(agreed));

    /// <summary>Both parts.</summary>
    public async Task<Answer> ClaimAsync(Answer asked, string claimToken, Account person) => await FetchAsync(claimToken, await AgreeAsync(asked, person));

    public async Task<string> TokenAsync(Answer holder) => (await service.ExchangeAsync(Assertion(holder))).At("access_token");
}

internal static class Polls
{
    extension(Service service)
    {
        /// <summary>At the pace of the interval.</summary>
        public Task<Answer> PollAsync(string claimToken)
        {
            service.Clock.Advance(service.Lifetimes.Poll);
            return service.PollAtOnceAsync(claimToken);
        }

        public Task<Answer> PollAtOnceAsync(string claimToken, params (string Name, string Value)[] more) =>
            service.FormAsync(Routes.Token, [("grant_type", ClaimPolling.Type), ("claim_token", claimToken), .. more]);

        public Task<Answer> TypeAsync(Account person, string link, string code) => service.As(person).PostAsync(
            Routes.Complete, ("claim_attempt_token", link.Split('=')[1]), ("user_code", code), ("form_token", HeaderSignIn.FormToken(person.Id)));
    }
}

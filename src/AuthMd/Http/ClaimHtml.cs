using System.Collections.Immutable;
using System.Globalization;
using AuthMd.Claims;
using AuthMd.Registrations;
using static AuthMd.Http.ClaimText;

namespace AuthMd.Http;

/// <summary>The claim page as text (specification §8): without script, legible without style, and every word from outside encoded.</summary>
internal static class ClaimHtml
{
    /// <param name="SignedIn">Null where the page needs nobody.</param>
    /// <param name="ViewToken">The link's secret, for the forms.</param>
    /// <param name="Base">Path the service is mounted under.</param>
    /// <param name="Now">For what is left of the time.</param>
    /// <param name="Provider">Who vouches, as the service's own trust list calls them; null: nobody does.</param>
    /// <param name="Advisories">Notes that stop nobody.</param>
    public sealed record Page(
        AuthMdOptions Options, SignedIn? SignedIn, string ViewToken, string Base, string? Provider, ImmutableArray<string> Advisories, DateTimeOffset Now);

    /// <param name="isWrong">Dialect A: the code that was typed was not the one.</param>
    public static string Decide(Page page, Registration registration, bool isWrong = false) => Document(page, "Let this agent act for you?",
        $"""
        <p>An agent asks for access to <strong>{Encode(page.Options.ResourceName)}</strong> in your name. If you did not ask an agent for this, refuse: then nothing happens.</p>
        {Facts(page, registration)}
        {(page.Options.Dialect == AuthMdDialect.A ? CodeForm(page, isWrong) : AgreeForm(page))}
        """);

    public static string Reveal(Page page, Registration registration, string code) => Document(page, "Your code for the agent",
        $"""
        <p class="code">{Encode(code)}</p>
        <p>Read this code to the agent you are working with. It is good for {Minutes(registration.Claim!.Attempt!.CodeExpires - page.Now)}, until {Time(registration.Claim.Attempt.CodeExpires)}.</p>
        <p class="note"><strong>Give it to nobody else.</strong> Whoever has this code acts in your name. If a person, a message or a call asks you for it, refuse.</p>
        {Facts(page, registration)}
        <div class="choice">
        {RefuseForm(page)}
        </div>
        """);

    public static string Message(Page page, string title, params string[] paragraphs) =>
        Document(page, title, string.Join('\n', paragraphs.Select(paragraph => $"<p>{Encode(paragraph)}</p>")));

    /// <summary>The account as its owner knows it.</summary>
    public static string Name(Account account) => (account.Name, account.Email ?? account.Phone) switch
    {
        (null or "", null) => "the account you are signed in with",
        (null or "", { } address) => address,
        ({ } name, null) => name,
        ({ } name, { } address) => $"{name} ({address})",
    };

    private static string Facts(Page page, Registration registration) =>
        $"""
        <h2>Who asks</h2>
        <dl>
        <dt>Vouched for by</dt><dd>{(page.Provider is { } provider ? Encode(provider) : "Nobody. The agent registered itself, and nobody has checked who runs it.")}</dd>
        {(registration.AgentPlatform is { Length: > 0 } platform ? $"<dt>What it says of itself (not checked)</dt><dd>{EncodeStranger(platform)}</dd>" : "")}
        <dt>Registered</dt><dd>{Time(registration.Created)}, as <code>{Encode(registration.Id)}</code></dd>
        </dl>
        <h2>What it may do</h2>
        {Scopes(page.Options)}
        <p>It keeps this until it is revoked{(string.IsNullOrWhiteSpace(page.Options.Contact) ? "" : $". To end it, write to {Encode(page.Options.Contact)}")}.</p>
        <h2>For which account</h2>
        <p>{(page.SignedIn is { } signedIn ? EncodeStranger(Name(signedIn.Account), 300) : "")}</p>
        {(page.Advisories.IsDefaultOrEmpty ? "" : $"<h2>Please note</h2>\n<ul class=\"note\">{string.Concat(page.Advisories.Select(text => $"<li>{Encode(text)}</li>"))}</ul>")}
        """;

    private static string Scopes(AuthMdOptions options) => options.PostClaimScopes.IsDefaultOrEmpty
        ? "<p>No permission is named: it may use what this service offers to agents.</p>"
        : $"<ul>{string.Concat(options.PostClaimScopes.Select(scope => options.ScopeDescriptions.TryGetValue(scope, out var words)
            ? $"<li>{Encode(words)} (<code>{Encode(scope)}</code>)</li>" : $"<li><code>{Encode(scope)}</code></li>"))}</ul>";

    private static string AgreeForm(Page page) =>
        $"""
        <div class="choice">
        <form method="post" action="{Encode(page.Base + Routes.Confirm)}">{Hidden(page)}<button type="submit">Agree and show the code</button></form>
        {RefuseForm(page)}
        </div>
        <p>If you agree, this page shows a code of six digits. The agent can do nothing until you have read the code to it.</p>
        """;

    private static string CodeForm(Page page, bool isWrong) =>
        $"""
        {(isWrong ? "<p class=\"note\" id=\"wrong\" role=\"alert\"><strong>This is not the code.</strong> Look at what your agent shows, and type it again. After some wrong ones this link ends.</p>" : "")}
        <div class="ask">
        <form method="post" action="{Encode(page.Base + Routes.Complete)}">{Hidden(page)}<label for="code">Code that your agent shows you</label>
        <input id="code" name="{ClaimPage.Code}" inputmode="numeric" autocomplete="one-time-code" maxlength="7" required{(isWrong ? " aria-invalid=\"true\" aria-describedby=\"wrong\"" : "")}>
        <button type="submit">Agree</button></form>
        {RefuseForm(page)}
        </div>
        <p class="note"><strong>Type only a code that your own agent shows you.</strong> If a person, a message or a call gave you one, refuse.</p>
        """;

    private static string RefuseForm(Page page) =>
        $"""<form class="refuse" method="post" action="{Encode(page.Base + Routes.Deny)}">{Hidden(page)}<button type="submit">Refuse</button></form>""";

    private static string Hidden(Page page) =>
        $"""<input type="hidden" name="{ClaimPage.Token}" value="{Encode(page.ViewToken)}"><input type="hidden" name="{ClaimPage.FormToken}" value="{Encode(page.SignedIn?.FormToken ?? "")}">""";

    private static string Document(Page page, string title, string content) =>
        $"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{Encode(title)} – {Encode(page.Options.ResourceName)}</title>
        <style>{ClaimStyle.Css}</style>
        </head>
        <body>
        <main>
        {(page.SignedIn is { StandIn: true } ? "<p class=\"note\"><strong>Development sign-in.</strong> A stand-in signed you in, and nobody checked who you are.</p>" : "")}
        <h1>{Encode(title)}</h1>
        {content}
        </main>
        </body>
        </html>
        """;

    private static string Minutes(TimeSpan left) => Math.Ceiling(left.TotalMinutes) is var minutes && minutes <= 1 ? "less than a minute more" : $"{minutes:0} more minutes";

    private static string Time(DateTimeOffset time) =>
        $"""<time datetime="{Wire.Time(time)}">{time.UtcDateTime.ToString("d MMMM yyyy, HH:mm", CultureInfo.InvariantCulture)} UTC</time>""";
}

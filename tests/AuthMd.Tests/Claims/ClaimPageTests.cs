using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using AuthMd.Audit;
using AuthMd.Http;
using AuthMd.Tests.Drivers;

namespace AuthMd.Tests.Claims;

public sealed partial class ClaimPageTests
{
    private const string Hint = "ann@shop.example";

    [Fact]
    public async Task Nobody_signed_in_is_led_to_the_sign_in_and_back_whatever_the_link()
    {
        await using var service = await Service.StartAsync();
        var link = (await service.AskAsync(Hint)).At("claim.attempt.verification_uri");
        var nobody = service.As(null);
        var path = new Uri(link).PathAndQuery;
        foreach (var (open, back) in new[] { (link, path), ("/claim?claim_attempt_token=cvt_unknown", "/claim?claim_attempt_token=cvt_unknown"), ("/claim?claim_attempt_token=%2F%2Fevil%26x%3D1", "/claim?claim_attempt_token=%2F%2Fevil%26x%3D1") })
        {
            var opened = await nobody.OpenAsync(open);
            Assert.Equal((302, "/login?return_to=" + Uri.EscapeDataString(back)), (opened.Status, opened.Header("Location")));
        }
        foreach (var action in new[] { Routes.Confirm, Routes.Deny })
        {
            var submitted = await nobody.PostAsync(action, ("claim_attempt_token", path.Split('=')[1]), ("form_token", "x"));
            Assert.Equal((302, "/login?return_to=" + Uri.EscapeDataString(path)), (submitted.Status, submitted.Header("Location")));
        }
    }

    [Theory]
    [InlineData("/claim")]
    [InlineData("/claim?claim_attempt_token=")]
    [InlineData("/claim?claim_attempt_token=cvt_unknown")]
    [InlineData("/claim?claim_attempt_token=a&claim_attempt_token=b")]
    [InlineData("/claim?claim_attempt_token=%FF%00%3Cscript%3E")]
    public async Task An_unknown_link_leads_nowhere(string link)
    {
        await using var service = await Service.StartAsync();
        var opened = await service.As(service.Accounts.Add(Hint)).OpenAsync(link);
        Assert.Equal((404, false), (opened.Status, opened.Text.Contains("<form", StringComparison.Ordinal)));
        AssertPage(opened);
    }

    [Fact]
    public async Task The_page_says_who_asks_for_what_and_for_which_account_before_it_shows_a_code()
    {
        await using var service = await Service.StartAsync(options => options with
        {
            Contact = "agents@shop.example",
            ScopeDescriptions = ImmutableDictionary<string, string>.Empty.Add("api.write", "Place & change orders"),
        });
        var ann = service.As(service.Accounts.Add(Hint, name: "Ann Smith"));
        var asked = await service.AskAsync(Hint);
        var page = await ann.OpenAsync(asked.At("claim.attempt.verification_uri"));
        AssertPage(page);
        Assert.Equal(200, page.Status);
        foreach (var words in new[]
        {
            "Retail Support", "nobody has checked who runs it", "Place &amp; change orders", "<code>api.write</code>", "<code>api.read</code>", "Ann Smith (ann@shop.example)",
            asked.At("id"), "1 September 2026, 12:00 UTC", "agents@shop.example", "first agent that would act for this account",
        }) Assert.Contains(words, page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("class=\"code\"", page.Text, StringComparison.Ordinal);
        Assert.Equal([Routes.Confirm, Routes.Deny], Actions().Matches(page.Text).Select(match => match.Groups[1].Value));
        Assert.DoesNotContain(asked.At("claim.token"), page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_code_is_revealed_after_confirming_and_as_often_as_the_page_is_opened()
    {
        await using var service = await Service.StartAsync();
        var ann = service.As(service.Accounts.Add(Hint));
        var link = (await service.AskAsync(Hint)).At("claim.attempt.verification_uri");
        var page = await ann.OpenAsync(link);
        var revealed = await ann.SubmitAsync(page, Routes.Confirm);
        AssertPage(revealed);
        var code = Service.CodeOn(revealed);
        service.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(code, Service.CodeOn(await ann.SubmitAsync(page, Routes.Confirm)));
        Assert.Equal(code, Service.CodeOn(await ann.OpenAsync(link)));
        Assert.Contains("good for 10 more minutes, until <time datetime=\"2026-09-01T12:10:00.000Z\">", revealed.Text, StringComparison.Ordinal);
        Assert.Equal([Routes.Deny], Actions().Matches(revealed.Text).Select(match => match.Groups[1].Value));
        Assert.Single(service.Audit.Events, happened => happened.Name == AuditEvents.CodeRevealed);
    }

    [Fact]
    public async Task A_person_may_refuse_even_after_confirming_and_twice()
    {
        await using var service = await Service.StartAsync();
        var ann = service.As(service.Accounts.Add(Hint));
        var asked = await service.AskAsync(Hint);
        var revealed = await ann.SubmitAsync(await ann.OpenAsync(asked.At("claim.attempt.verification_uri")), Routes.Confirm);
        for (var n = 0; n < 2; n++)
        {
            var refused = await ann.SubmitAsync(revealed, Routes.Deny);
            Assert.Equal((200, false), (refused.Status, refused.Text.Contains("<form", StringComparison.Ordinal)));
            Assert.Contains("You refused", refused.Text, StringComparison.Ordinal);
        }
        Assert.Equal("claim_denied", (await service.CompleteAsync(asked.At("claim.token"), Service.CodeOn(revealed))).Code);
        Assert.Equal(410, (await ann.OpenAsync(asked.At("claim.attempt.verification_uri"))).Status);
        Assert.Single(service.Audit.Events, happened => happened.Name == AuditEvents.ClaimDenied);
    }

    [Fact]
    public async Task What_was_refused_cannot_be_confirmed()
    {
        await using var service = await Service.StartAsync();
        var ann = service.As(service.Accounts.Add(Hint));
        var page = await ann.OpenAsync((await service.AskAsync(Hint)).At("claim.attempt.verification_uri"));
        await ann.SubmitAsync(page, Routes.Deny);
        var confirmed = await ann.SubmitAsync(page, Routes.Confirm);
        Assert.Equal((410, false), (confirmed.Status, confirmed.Text.Contains("class=\"code\"", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Invariant_2_only_the_account_of_the_hint_sees_the_form_and_may_submit_it()
    {
        await using var service = await Service.StartAsync();
        var (ann, eve) = (service.Accounts.Add("Ann@Shop.example"), service.Accounts.Add("eve@shop.example"));
        var asked = await service.AskAsync(Hint);
        var link = asked.At("claim.attempt.verification_uri");
        var (page, stranger) = (await service.As(ann).OpenAsync(link), await service.As(eve).OpenAsync(link));
        Assert.Equal((200, 403), (page.Status, stranger.Status));
        AssertPage(stranger);
        Assert.DoesNotContain("<form", stranger.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Hint, stranger.Text, StringComparison.OrdinalIgnoreCase);

        foreach (var action in new[] { Routes.Confirm, Routes.Deny })
        {
            var submitted = await service.As(eve).PostAsync(action, ("claim_attempt_token", link.Split('=')[1]), ("form_token", HeaderSignIn.FormToken(eve.Id)));
            Assert.Equal((403, false), (submitted.Status, submitted.Text.Contains("class=\"code\"", StringComparison.Ordinal)));
        }
        Assert.Equal("claim_not_confirmed", (await service.CompleteAsync(asked.At("claim.token"), "123456")).Code);
        Assert.Equal(200, (await service.As(ann).SubmitAsync(page, Routes.Confirm)).Status);
        Assert.Equal(403, (await service.As(eve).OpenAsync(link)).Status);
    }

    [Fact]
    public async Task A_form_without_its_sessions_token_decides_nothing()
    {
        await using var service = await Service.StartAsync();
        var (ann, eve) = (service.Accounts.Add(Hint), service.Accounts.Add("eve@shop.example"));
        var asked = await service.AskAsync(Hint);
        var token = asked.At("claim.attempt.verification_uri").Split('=')[1];
        foreach (var action in new[] { Routes.Confirm, Routes.Deny })
            foreach (var fields in new (string, string)[][]
            {
                [("claim_attempt_token", token)],
                [("claim_attempt_token", token), ("form_token", "")],
                [("claim_attempt_token", token), ("form_token", HeaderSignIn.FormToken(eve.Id))],
                [("claim_attempt_token", token), ("form_token", HeaderSignIn.FormToken(ann.Id) + "x")],
                [("claim_attempt_token", token), ("claim_attempt_token", token), ("form_token", HeaderSignIn.FormToken(ann.Id))],
                [("form_token", HeaderSignIn.FormToken(ann.Id))],
                [],
            })
            {
                var submitted = await service.As(ann).PostAsync(action, fields);
                Assert.Equal(400, submitted.Status);
                AssertPage(submitted);
            }
        var attempt = (await service.Registrations.FindAsync(asked.At("id"), CancellationToken.None))!.Claim!.Attempt!;
        Assert.Equal((null, false), (attempt.Confirmed, attempt.Denied));
    }

    [Theory]
    [InlineData("application/json", """{"claim_attempt_token":"x"}""", 400)]
    [InlineData("application/x-www-form-urlencoded", "claim_attempt_token=%zz", 400)]
    [InlineData("application/x-www-form-urlencoded", "claim_attempt_token=%FF", 400)]
    [InlineData(null, "", 400)]
    public async Task A_body_that_is_no_form_is_a_bad_form(string? type, string body, int status)
    {
        await using var service = await Service.StartAsync();
        Assert.Equal(status, (await service.SendAsync(Routes.Confirm, Encoding.UTF8.GetBytes(body), type)).Status);
        Assert.Equal(413, (await service.SendAsync(Routes.Deny, new byte[Wire.MaximumBody + 1], "application/x-www-form-urlencoded")).Status);
    }

    [Fact]
    public async Task A_link_that_ran_out_shows_nothing_and_takes_nothing()
    {
        await using var service = await Service.StartAsync();
        var ann = service.As(service.Accounts.Add(Hint));
        var link = (await service.AskAsync(Hint)).At("claim.attempt.verification_uri");
        var page = await ann.OpenAsync(link);
        var code = Service.CodeOn(await ann.SubmitAsync(page, Routes.Confirm));
        service.Clock.Advance(service.Lifetimes.Attempt);
        foreach (var answer in new[] { await ann.OpenAsync(link), await ann.SubmitAsync(page, Routes.Confirm), await ann.SubmitAsync(page, Routes.Deny) })
        {
            Assert.Equal(410, answer.Status);
            Assert.DoesNotContain(code, answer.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_claimed_registration_is_done_for_who_opens_the_link_and_a_conflict_for_who_submits()
    {
        await using var service = await Service.StartAsync();
        var ann = service.Accounts.Add(Hint);
        var asked = await service.AskAsync(Hint);
        var link = asked.At("claim.attempt.verification_uri");
        var page = await service.As(ann).OpenAsync(link);
        await service.CompleteAsync(asked.At("claim.token"), await service.AgreeAsync(link, ann));
        var done = await service.As(ann).OpenAsync(link);
        Assert.Equal((200, false), (done.Status, done.Text.Contains("<form", StringComparison.Ordinal)));
        Assert.Equal(409, (await service.As(ann).SubmitAsync(page, Routes.Confirm)).Status);
        Assert.Equal(409, (await service.As(ann).SubmitAsync(page, Routes.Deny)).Status);
    }

    [Fact]
    public async Task Invariant_10_the_name_of_a_provider_comes_from_the_trust_list_and_a_first_one_is_pointed_out()
    {
        await using var service = await Service.StartAsync();
        var ann = service.Accounts.Add(Hint);
        var (_, first) = await service.StepUpAsync(ann, row => row with { AgentPlatform = "Example Bank, verified by Retail Support" });
        var page = await service.As(ann).OpenAsync(first.Attempt!.VerificationUri);
        Assert.Contains("<dt>Vouched for by</dt><dd>Example Platform</dd>", page.Text, StringComparison.Ordinal);
        Assert.Contains("<dt>What it says of itself (not checked)</dt><dd><bdi>Example Bank, verified by Retail Support</bdi></dd>", page.Text, StringComparison.Ordinal);
        Assert.Contains("Example Platform has not vouched for an agent of yours before", page.Text, StringComparison.Ordinal);
        Assert.Contains("first agent that would act for this account", page.Text, StringComparison.Ordinal);
        await service.CompleteAsync(first.Token, await service.AgreeAsync(first.Attempt.VerificationUri, ann));

        var (_, second) = await service.StepUpAsync(ann, row => row with { Subject = row.Subject! with { Id = "subject-2" } });
        var again = await service.As(ann).OpenAsync(second.Attempt!.VerificationUri);
        Assert.DoesNotContain("Please note", again.Text, StringComparison.Ordinal);
        var (_, third) = await service.StepUpAsync(ann, row => row with { Subject = new("https://gone.example", "subject-1", Service.Issuer) });
        Assert.Contains("A provider that this service no longer trusts", (await service.As(ann).OpenAsync(third.Attempt!.VerificationUri)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Markup_in_hints_names_and_platforms_is_inert()
    {
        const string Markup = "<img/src=x/onerror=alert(1)>\"'&";
        await using var service = await Service.StartAsync(options => options with
        {
            ResourceName = "Shop</title><script>alert(2)</script>", Contact = "<b>me</b>", ScopeDescriptions = ImmutableDictionary<string, string>.Empty.Add("api.read", "<u>read</u>"),
        });
        var ann = service.Accounts.Add($"{Markup}@shop.example", name: "</p><script>alert(3)</script>");
        var asked = await service.AskAsync(ann.Email!);
        Assert.Equal(200, asked.Status);
        var (_, stepUp) = await service.StepUpAsync(ann, row => row with { AgentPlatform = "</dd><form action=//evil>\u202Eevil\u0000" + new string('x', 500) });
        foreach (var link in new[] { asked.At("claim.attempt.verification_uri"), stepUp.Attempt!.VerificationUri })
        {
            var page = await service.As(ann).OpenAsync(link);
            Assert.Equal(200, page.Status);
            var revealed = await service.As(ann).SubmitAsync(page, Routes.Confirm);
            foreach (var html in new[] { page.Text, revealed.Text })
            {
                Assert.Empty(Dangerous().Matches(html));
                Assert.DoesNotContain("//evil>", html, StringComparison.Ordinal);
                Assert.DoesNotContain("\u202E", html, StringComparison.Ordinal);
                Assert.DoesNotContain(new string('x', 100), html, StringComparison.Ordinal);
                Assert.Contains("&lt;img/src=x/onerror=alert(1)&gt;&quot;&#x27;&amp;@shop.example", html, StringComparison.Ordinal);
            }
        }
        Assert.Empty(Dangerous().Matches((await service.As(service.Accounts.Add("<script>@x.example")).OpenAsync(asked.At("claim.attempt.verification_uri"))).Text));
    }

    [Fact]
    public async Task A_stand_in_sign_in_is_marked()
    {
        await using var service = await Service.StartAsync();
        var ann = service.As(service.Accounts.Add(Hint));
        var link = (await service.AskAsync(Hint)).At("claim.attempt.verification_uri");
        Assert.DoesNotContain("Development sign-in", (await ann.OpenAsync(link)).Text, StringComparison.Ordinal);
        service.SignIn.StandIn = true;
        var page = await ann.OpenAsync(link);
        Assert.Contains("Development sign-in", page.Text, StringComparison.Ordinal);
        Assert.Contains("Development sign-in", (await ann.SubmitAsync(page, Routes.Confirm)).Text, StringComparison.Ordinal);
    }

    /// <summary>What holds of every page: headers, a policy that lets in the one style, language, one heading, no script.</summary>
    private static void AssertPage(Answer page)
    {
        Assert.Equal("text/html; charset=utf-8", page.Header("Content-Type"));
        Assert.Equal(("no-store", "no-referrer", "nosniff"), (page.Header("Cache-Control"), page.Header("Referrer-Policy"), page.Header("X-Content-Type-Options")));
        var style = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style().Match(page.Text).Groups[1].Value)));
        Assert.Equal($"default-src 'none'; style-src 'sha256-{style}'; base-uri 'none'; frame-ancestors 'none'", page.Header("Content-Security-Policy"));
        Assert.StartsWith("<!doctype html>\n<html lang=\"en\">", page.Text.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("name=\"viewport\" content=\"width=device-width, initial-scale=1\"", page.Text, StringComparison.Ordinal);
        Assert.Single(Headings().Matches(page.Text));
        Assert.Empty(Dangerous().Matches(page.Text));
        Assert.DoesNotContain("style=", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("://", page.Text, StringComparison.Ordinal);
    }

    [GeneratedRegex("<(script|img|iframe|object|u|b)[ >/]|<form action=/", RegexOptions.IgnoreCase)]
    private static partial Regex Dangerous();

    [GeneratedRegex("<h1>")]
    private static partial Regex Headings();

    [GeneratedRegex("<style>(.*?)</style>", RegexOptions.Singleline)]
    private static partial Regex Style();

    [GeneratedRegex("""<form[^>]* action="([^"]*)">""")]
    private static partial Regex Actions();
}

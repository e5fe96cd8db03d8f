using FunctionsAgent.Access;
using FunctionsAgent.Tests.Doors;
using FunctionsAgent.Tests.Drivers;
using Microsoft.Extensions.Logging;

namespace FunctionsAgent.Tests.Access;

/// <summary>Whoever reads the logs cannot be anybody else, and learns no name.</summary>
public sealed class NoTokensInLogsTests
{
    [Fact]
    public async Task Tokens_secrets_cookies_and_names_are_in_no_log_and_no_answer()
    {
        const string Name = "Ada-zebra-umbrella";
        using var memory = new MemoryLog();
        await using var entra = await EntraHost.StartAsync(logging: logging => logging.AddProvider(memory).SetMinimumLevel(LogLevel.Trace));
        entra.Issuer.Person!["name"] = Name;
        var claims = entra.Issuer.UserClaims("Admin");
        claims["name"] = Name;
        var good = entra.Issuer.Sign(claims);
        claims["exp"] = SigningKey.At(-600);
        var expired = entra.Issuer.Sign(claims);
        var forged = SigningKey.New().Sign(claims);
        (claims["exp"], claims["aud"]) = (SigningKey.At(600), "aud-zebra-umbrella");
        var foreign = entra.Issuer.Sign(claims);

        var browser = new Browser(entra.Host.Host.Url);
        await browser.SignInAsync();
        var csrf = (await (await browser.GetAsync("/api/operator/me")).JsonAsync()).GetProperty("csrf").GetString()!;
        await browser.SendAsync(HttpMethod.Post, "/api/operator/pause", "csrf-zebra-umbrella", body: "{}");
        entra.Issuer.Tamper = wrong => wrong["nonce"] = "nonce-zebra-umbrella";
        var failed = await new Browser(entra.Host.Host.Url).SignInAsync();
        HttpResponseMessage[] answers = [failed, .. await Task.WhenAll(((string[])[good, expired, forged, foreign, "garbage-zebra-umbrella"]).Select(token => entra.GetAsync("/api/operator/packages", token)).Concat(((string[])[expired, forged, foreign, "garbage-zebra-umbrella"]).Select(token => entra.GetAsync("/api/operator/parked", token))))];

        Assert.All(answers, answer => Assert.InRange((int)answer.StatusCode, 400, 499));
        string[] marks =
        [
            good, expired, forged, foreign, entra.Issuer.LastIdToken!, TestIssuer.Secret, browser.Cookies[Session.Cookie], csrf, "zebra-umbrella", entra.Host.Host.Key,
            .. ((string[])[good, expired, forged, foreign, entra.Issuer.LastIdToken!]).SelectMany(token => token.Split('.')[1..]),
        ];
        Assert.NotEmpty(memory.Lines);
        foreach (var mark in marks)
        {
            Assert.DoesNotContain(memory.Lines, line => line.Contains(mark, StringComparison.Ordinal));
            foreach (var answer in answers) Assert.DoesNotContain(mark, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }
}

using FunctionsAgent.Access;
using FunctionsAgent.Tests.Drivers;
using Microsoft.Extensions.Time.Testing;

namespace FunctionsAgent.Tests.Access;

/// <summary>Keys that change, and an issuer that does not answer.</summary>
public sealed class IssuerTroubleTests
{
    private const string Parked = "/api/operator/parked";
    private readonly FakeTimeProvider time = new(DateTimeOffset.UtcNow);

    [Fact]
    public async Task A_rotated_key_is_fetched_once_and_the_old_one_counts_no_more()
    {
        await using var entra = await EntraHost.StartAsync(time);
        var before = entra.Issuer.App("Reviewer");
        await IsAsync(entra, before, 200);
        entra.Issuer.Rotate();
        time.Advance(IssuerKeys.Floor);
        var after = entra.Issuer.App("Reviewer");

        Assert.All(await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => entra.GetAsync(Parked, after))), response => Assert.Equal(200, (int)response.StatusCode));

        Assert.Equal(2, entra.Issuer.KeySets);
        await IsAsync(entra, before, 401);
    }

    [Fact]
    public async Task Unknown_keys_make_us_ask_once_a_minute_however_many_come()
    {
        var stranger = SigningKey.New();
        await using var entra = await EntraHost.StartAsync(time);
        await IsAsync(entra, entra.Issuer.App("Reviewer"), 200);
        for (var i = 0; i < 20; i++) await IsAsync(entra, stranger.Renamed().Sign(entra.Issuer.AppClaims("Admin")), 401);
        Assert.Equal(1, entra.Issuer.KeySets);

        time.Advance(IssuerKeys.Floor);
        for (var i = 0; i < 20; i++) await IsAsync(entra, stranger.Renamed().Sign(entra.Issuer.AppClaims("Admin")), 401);
        Assert.Equal(2, entra.Issuer.KeySets);
    }

    [Fact]
    public async Task A_forged_signature_under_a_known_key_is_no_reason_to_ask()
    {
        await using var entra = await EntraHost.StartAsync(time);
        await IsAsync(entra, entra.Issuer.App("Reviewer"), 200);
        time.Advance(IssuerKeys.Floor * 2);
        await IsAsync(entra, (SigningKey.New() with { Id = entra.Issuer.Keys[0].Id }).Sign(entra.Issuer.AppClaims("Admin")), 401);
        Assert.Equal(1, entra.Issuer.KeySets);
    }

    [Fact]
    public async Task While_the_issuer_is_down_the_known_keys_go_on()
    {
        await using var entra = await EntraHost.StartAsync(time);
        var token = entra.Issuer.App("Reviewer");
        await IsAsync(entra, token, 200);
        entra.Issuer.Down = true;
        time.Advance(IssuerKeys.Age * 3);

        await IsAsync(entra, token, 200);
        await IsAsync(entra, SigningKey.New().Sign(entra.Issuer.AppClaims("Reviewer")), 401);
        await IsAsync(entra, token, 200);
    }

    [Fact]
    public async Task Half_a_day_old_keys_are_fetched_anew_beside_the_request()
    {
        await using var entra = await EntraHost.StartAsync(time);
        var token = entra.Issuer.App("Reviewer");
        await IsAsync(entra, token, 200);
        time.Advance(IssuerKeys.Age - TimeSpan.FromMinutes(1));
        await IsAsync(entra, token, 200);
        Assert.Equal(1, entra.Issuer.KeySets);

        time.Advance(TimeSpan.FromMinutes(2));
        await IsAsync(entra, token, 200);
        await Settled.UntilAsync("the keys were fetched", () => Task.FromResult(entra.Issuer.KeySets == 2));
    }

    [Fact]
    public async Task A_cold_start_without_the_issuer_is_our_trouble_and_ends_with_its()
    {
        await using var entra = await EntraHost.StartAsync(time, down: true);
        var token = entra.Issuer.App("Reviewer");
        for (var i = 0; i < 3; i++)
        {
            var response = await entra.GetAsync(Parked, token);
            await ProblemAssert.IsAsync(response, 503, "issuer-unreachable");
            Assert.Equal("5", response.Headers.GetValues("Retry-After").Single());
            Assert.False(response.Headers.Contains("WWW-Authenticate"));
        }
        await ProblemAssert.IsAsync(await entra.Host.Client.GetAsync("/login"), 503, "issuer-unreachable");
        // Who sends nothing is told what to send, and the embedded key needs no issuer.
        await ProblemAssert.IsAsync(await entra.GetAsync(Parked, null), 401, "unauthorized");
        await IsAsync(entra, entra.Host.Host.Key, 200);

        entra.Issuer.Down = false;
        await ProblemAssert.IsAsync(await entra.GetAsync(Parked, token), 503, "issuer-unreachable");
        Assert.Equal(0, entra.Issuer.KeySets);
        time.Advance(IssuerKeys.ColdFloor);
        await IsAsync(entra, token, 200);
    }

    [Theory]
    [InlineData("another name")]
    [InlineData("no keys")]
    public async Task An_answer_that_is_not_our_issuers_is_no_answer(string flaw)
    {
        await using var entra = await EntraHost.StartAsync(time);
        var token = entra.Issuer.App("Reviewer");
        if (flaw == "no keys") entra.Issuer.Keys.Clear();
        else entra.Issuer.CalledByAnotherName = true;

        await ProblemAssert.IsAsync(await entra.GetAsync(Parked, token), 503, "issuer-unreachable");
    }

    private static async Task IsAsync(EntraHost entra, string token, int status) => Assert.Equal(status, (int)(await entra.GetAsync(Parked, token)).StatusCode);
}

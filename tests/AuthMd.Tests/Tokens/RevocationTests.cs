using AuthMd.Audit;
using AuthMd.Http;
using AuthMd.Tests.Drivers;

namespace AuthMd.Tests.Tokens;

public sealed class RevocationTests
{
    [Fact]
    public async Task A_revoked_token_is_refused_and_the_assertion_mints_another()
    {
        await using var service = await Service.StartAsync();
        var registered = await service.RegisterAsync();
        var first = (await service.ExchangeAsync(registered.At("identity.assertion"))).At("access_token");
        var second = (await service.ExchangeAsync(registered.At("identity.assertion"))).At("access_token");

        var revoked = await service.FormAsync(Routes.Revoke, ("token", first));
        Assert.Equal((200, "", "no-store", "no-cache"), (revoked.Status, revoked.Text, revoked.Header("Cache-Control"), revoked.Header("Pragma")));
        Assert.Equal(401, (await service.CallAsync(first)).Status);
        Assert.Equal(200, (await service.CallAsync(second)).Status);
        Assert.Equal(200, (await service.ExchangeAsync(registered.At("identity.assertion"))).Status);
        Assert.Equal(registered.At("id"), Assert.Single(service.Audit.Events, happened => happened.Name == AuditEvents.TokenRevoked).Registration);
    }

    [Theory]
    [InlineData("access_token")]
    [InlineData("refresh_token")]
    [InlineData("nonsense")]
    public async Task Any_hint_does_and_twice_is_as_once(string hint)
    {
        await using var service = await Service.StartAsync();
        var token = (await service.ExchangeAsync((await service.RegisterAsync()).At("identity.assertion"))).At("access_token");
        for (var n = 0; n < 2; n++) Assert.Equal(200, (await service.FormAsync(Routes.Revoke, ("token", token), ("token_type_hint", hint))).Status);
        Assert.Equal(401, (await service.CallAsync(token)).Status);
        Assert.Single(service.Audit.Events, happened => happened.Name == AuditEvents.TokenRevoked);
    }

    [Theory]
    [InlineData("at_unknown")]
    [InlineData("art_unknown")]
    [InlineData("clm_unknown")]
    [InlineData("something else")]
    public async Task An_unknown_token_is_answered_like_any_other(string token)
    {
        await using var service = await Service.StartAsync();
        var answer = await service.FormAsync(Routes.Revoke, ("token", token));
        Assert.Equal((200, ""), (answer.Status, answer.Text));
        Assert.Empty(service.Audit.Events);
    }

    [Fact]
    public async Task A_missing_token_is_invalid_request()
    {
        await using var service = await Service.StartAsync();
        Assert.Equal("invalid_request", (await service.FormAsync(Routes.Revoke, ("token_type_hint", "access_token"))).Code);
        Assert.Equal("invalid_request", (await service.FormAsync(Routes.Revoke, ("token", ""))).Code);
    }

    [Theory]
    [InlineData("art_now")]
    [InlineData("art_spent")]
    public async Task A_refresh_token_takes_its_family_with_it(string presented)
    {
        await using var service = await Service.StartAsync();
        var id = (await service.RegisterAsync()).At("id");
        await service.ClaimedAsync(id, service.Accounts.Add("ada@example.com").Id);
        foreach (var token in new[] { "art_spent", "art_now" })
            await service.Registrations.ChangeAsync(id, now => now with { RefreshHash = Secrets.Hash(token), RefreshExpires = service.Clock.GetUtcNow() + TimeSpan.FromDays(30) }, CancellationToken.None);
        var assertion = await service.AssertionAsync(id);
        var access = (await service.ExchangeAsync(assertion)).At("access_token");

        Assert.Equal(200, (await service.FormAsync(Routes.Revoke, ("token", presented))).Status);
        Assert.Null((await service.Registrations.FindAsync(id, CancellationToken.None))!.RefreshHash);
        Assert.Equal("invalid_grant", (await service.ExchangeAsync(assertion)).Code);
        Assert.Equal(401, (await service.CallAsync(access)).Status);
        Assert.Equal(200, (await service.FormAsync(Routes.Revoke, ("token", presented))).Status);
        Assert.Single(service.Audit.Events, happened => happened.Name == AuditEvents.TokenRevoked);
    }

    [Fact]
    public async Task Of_many_who_revoke_one_token_on_two_instances_one_ends_it()
    {
        await using var service = await Service.StartAsync();
        await using var second = await service.SecondAsync();
        var token = (await service.ExchangeAsync((await service.RegisterAsync()).At("identity.assertion"))).At("access_token");
        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(n => (n % 2 == 0 ? service : second).FormAsync(Routes.Revoke, ("token", token))));
        Assert.All(answers, answer => Assert.Equal(200, answer.Status));
        Assert.Single(service.Audit.Events, happened => happened.Name == AuditEvents.TokenRevoked);
        Assert.Equal(401, (await second.CallAsync(token)).Status);
    }
}

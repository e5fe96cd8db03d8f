using AuthMd.Audit;
using AuthMd.Http;
using AuthMd.Registrations;
using AuthMd.Tests.Drivers;

namespace AuthMd.Tests.Claims;

public sealed class RefreshTests
{
    private const string Hint = "ann@shop.example";

    [Fact]
    public async Task A_refresh_token_gives_an_assertion_and_the_next_refresh_token()
    {
        await using var service = await Service.StartAsync();
        var completed = await service.ClaimAsync(service.Accounts.Add(Hint));
        service.Clock.Advance(TimeSpan.FromHours(2));
        var refreshed = await service.RefreshAsync(completed.At("identity.refresh_token.value"));
        Assert.Equal((200, "refresh", completed.At("id")), (refreshed.Status, refreshed.At("type"), refreshed.At("id")));
        Assert.Equal(["id", "identity", "type"], refreshed.Body.EnumerateObject().Select(member => member.Name).Order());
        Assert.Equal(("2026-09-01T15:00:00.000Z", "2026-10-01T14:00:00.000Z"), (refreshed.At("identity.expires_at"), refreshed.At("identity.refresh_token.expires_at")));
        Assert.NotEqual(completed.At("identity.refresh_token.value"), refreshed.At("identity.refresh_token.value"));
        Assert.Equal(200, (await service.ExchangeAsync(refreshed.At("identity.assertion"))).Status);
        Assert.Equal(200, (await service.RefreshAsync(refreshed.At("identity.refresh_token.value"))).Status);
    }

    [Fact]
    public async Task What_was_issued_before_a_refresh_stays_good()
    {
        await using var service = await Service.StartAsync();
        var completed = await service.ClaimAsync(service.Accounts.Add(Hint));
        var token = (await service.ExchangeAsync(completed.At("identity.assertion"))).At("access_token");
        Assert.Equal(200, (await service.RefreshAsync(completed.At("identity.refresh_token.value"))).Status);
        Assert.Equal(200, (await service.CallAsync(token)).Status);
        Assert.Equal(200, (await service.ExchangeAsync(completed.At("identity.assertion"))).Status);
    }

    [Fact]
    public async Task A_spent_token_ends_the_family_its_assertions_and_its_access_tokens()
    {
        await using var service = await Service.StartAsync();
        var completed = await service.ClaimAsync(service.Accounts.Add(Hint));
        var spent = completed.At("identity.refresh_token.value");
        var refreshed = await service.RefreshAsync(spent);
        var token = (await service.ExchangeAsync(refreshed.At("identity.assertion"))).At("access_token");

        AssertRefused(await service.RefreshAsync(spent));
        AssertRefused(await service.RefreshAsync(refreshed.At("identity.refresh_token.value")));
        Assert.Equal("invalid_grant", (await service.ExchangeAsync(refreshed.At("identity.assertion"))).Code);
        Assert.Equal("invalid_grant", (await service.ExchangeAsync(completed.At("identity.assertion"))).Code);
        Assert.Equal(401, (await service.CallAsync(token)).Status);
        Assert.Equal(completed.At("id"), service.Audit.Events.Single(happened => happened.Name == AuditEvents.RefreshReused).Registration);
    }

    [Fact]
    public async Task A_token_two_rotations_old_is_noticed_too()
    {
        await using var service = await Service.StartAsync();
        var first = (await service.ClaimAsync(service.Accounts.Add(Hint))).At("identity.refresh_token.value");
        var second = (await service.RefreshAsync(first)).At("identity.refresh_token.value");
        var third = (await service.RefreshAsync(second)).At("identity.refresh_token.value");
        AssertRefused(await service.RefreshAsync(first));
        AssertRefused(await service.RefreshAsync(third));
    }

    [Fact]
    public async Task A_token_of_an_ended_family_cannot_end_the_one_that_came_after()
    {
        await using var service = await Service.StartAsync();
        var completed = await service.ClaimAsync(service.Accounts.Add(Hint));
        var old = completed.At("identity.refresh_token.value");
        Assert.Equal(200, (await service.RefreshAsync(old)).Status);
        AssertRefused(await service.RefreshAsync(old));
        // As the next completed step-up of a provider's person does on the same registration.
        var next = RefreshMint.New(service.Clock.GetUtcNow(), service.Lifetimes);
        await service.Registrations.ChangeAsync(completed.At("id"), row => RefreshMint.With(row, next), CancellationToken.None);
        AssertRefused(await service.RefreshAsync(old));
        Assert.Equal(200, (await service.RefreshAsync(next.Token)).Status);
    }

    [Fact]
    public async Task An_expired_refresh_token_is_refused()
    {
        await using var service = await Service.StartAsync();
        var completed = await service.ClaimAsync(service.Accounts.Add(Hint));
        service.Clock.Advance(service.Lifetimes.RefreshToken);
        AssertRefused(await service.RefreshAsync(completed.At("identity.refresh_token.value")));
    }

    [Fact]
    public async Task A_revoked_registration_is_not_refreshed()
    {
        await using var service = await Service.StartAsync();
        var completed = await service.ClaimAsync(service.Accounts.Add(Hint));
        await service.Registrations.ChangeAsync(completed.At("id"), row => row with { Revoked = service.Clock.GetUtcNow() }, CancellationToken.None);
        AssertRefused(await service.RefreshAsync(completed.At("identity.refresh_token.value")));
    }

    [Fact]
    public async Task An_account_that_is_gone_is_not_acted_for()
    {
        await using var service = await Service.StartAsync();
        var ann = service.Accounts.Add(Hint);
        var completed = await service.ClaimAsync(ann);
        service.Accounts.Remove(ann.Id);
        AssertRefused(await service.RefreshAsync(completed.At("identity.refresh_token.value")));
    }

    [Fact]
    public async Task A_refresh_token_that_was_revoked_ends_with_its_family()
    {
        await using var service = await Service.StartAsync();
        var completed = await service.ClaimAsync(service.Accounts.Add(Hint));
        Assert.Equal(200, (await service.FormAsync(Routes.Revoke, ("token", completed.At("identity.refresh_token.value")))).Status);
        AssertRefused(await service.RefreshAsync(completed.At("identity.refresh_token.value")));
        Assert.Equal("invalid_grant", (await service.ExchangeAsync(completed.At("identity.assertion"))).Code);
    }

    [Theory]
    [InlineData("art_unknown")]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("clm_AAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task An_unknown_token_is_refused(string token)
    {
        await using var service = await Service.StartAsync();
        AssertRefused(await service.RefreshAsync(token));
    }

    [Theory]
    [InlineData("""{"type":"refresh"}""")]
    [InlineData("""{"type":"refresh","refresh_token":7}""")]
    [InlineData("""{"type":"refresh","refresh_token":""}""")]
    public async Task A_body_without_a_token_is_no_request(string body)
    {
        await using var service = await Service.StartAsync();
        var refreshed = await service.TextAsync(Routes.Identity, body);
        Assert.Equal((400, "invalid_request"), (refreshed.Status, refreshed.Code));
    }

    private static void AssertRefused(Answer refreshed) => Assert.Equal((400, "invalid_refresh_token"), (refreshed.Status, refreshed.Code));
}

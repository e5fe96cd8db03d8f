using AuthMd.Registrations;
using AuthMd.Tests.Drivers;

namespace AuthMd.Tests.Tokens;

public sealed class TokenEndpointTests
{
    [Theory]
    [InlineData("http://shop.example/api", "http://shop.example/api")]
    [InlineData("http://shop.example/api/", "http://shop.example/api")]
    [InlineData("http://shop.example", "http://shop.example")]
    [InlineData("http://shop.example/", "http://shop.example")]
    [InlineData(null, "http://shop.example/api")]
    public async Task A_token_is_for_the_resource_or_its_origin(string? resource, string granted)
    {
        await using var service = await Service.StartAsync();
        var assertion = (await service.RegisterAsync()).At("identity.assertion");
        var exchanged = resource is null ? await service.ExchangeAsync(assertion) : await service.ExchangeAsync(assertion, ("resource", resource));
        Assert.Equal(200, exchanged.Status);
        Assert.Equal(granted, (await service.CallAsync(exchanged.At("access_token"))).At("Resource"));
    }

    [Theory]
    [InlineData("https://shop.example/api")]
    [InlineData("http://shop.example/api/more")]
    [InlineData("http://shop.example/api#part")]
    [InlineData("http://shop.example/api//")]
    [InlineData("http://other.example")]
    [InlineData("api")]
    [InlineData("/")]
    public async Task A_resource_that_is_not_ours_is_invalid_target(string resource)
    {
        await using var service = await Service.StartAsync();
        var refused = await service.ExchangeAsync((await service.RegisterAsync()).At("identity.assertion"), ("resource", resource));
        Assert.Equal((400, "invalid_target"), (refused.Status, refused.Code));
    }

    [Fact]
    public async Task A_claimed_registration_has_the_full_scope_and_may_ask_for_less()
    {
        await using var service = await Service.StartAsync();
        var id = (await service.RegisterAsync()).At("id");
        await service.ClaimedAsync(id, service.Accounts.Add("ada@example.com").Id);
        var assertion = await service.AssertionAsync(id);
        Assert.Equal("api.read api.write", (await service.ExchangeAsync(assertion)).At("scope"));
        var less = await service.ExchangeAsync(assertion, ("scope", " api.write  api.write"));
        Assert.Equal("api.write", less.At("scope"));
        Assert.Equal("""["api.write"]""", (await service.CallAsync(less.At("access_token"))).Body.GetProperty("Scopes").GetRawText());
    }

    [Theory]
    [InlineData("api.write")]
    [InlineData("api.read api.write")]
    [InlineData("other")]
    [InlineData(" ")]
    [InlineData("api.read\tapi.write")]
    public async Task Scope_beyond_the_registration_is_invalid_scope(string scope)
    {
        await using var service = await Service.StartAsync();
        var refused = await service.ExchangeAsync((await service.RegisterAsync()).At("identity.assertion"), ("scope", scope));
        Assert.Equal((400, "invalid_scope"), (refused.Status, refused.Code));
    }

    [Fact]
    public async Task Pending_claim_never_widens_scope()
    {
        await using var service = await Service.StartAsync();
        var registered = await service.RegisterAsync();
        await service.Registrations.ChangeAsync(registered.At("id"), now => now with { Claim = now.Claim! with { Attempt = Pending(service) } }, CancellationToken.None);
        Assert.Equal("api.read", (await service.ExchangeAsync(registered.At("identity.assertion"))).At("scope"));
        Assert.Equal("invalid_scope", (await service.ExchangeAsync(registered.At("identity.assertion"), ("scope", "api.write"))).Code);
    }

    [Theory]
    [InlineData(RegistrationKind.ServiceAuth, false)]
    [InlineData(RegistrationKind.ServiceAuth, true)]
    [InlineData(RegistrationKind.IdJag, false)]
    [InlineData(RegistrationKind.IdJag, true)]
    public async Task No_access_token_for_an_unconfirmed_registration_of_a_person(RegistrationKind kind, bool pending)
    {
        await using var service = await Service.StartAsync();
        var claim = new Claim(Secrets.Hash("clm_x"), service.Clock.GetUtcNow() + TimeSpan.FromDays(1), Attempt: pending ? Pending(service) : null);
        await service.Registrations.AddAsync(new() { Id = "reg_person", Kind = kind, Created = service.Clock.GetUtcNow(), Claim = claim }, CancellationToken.None);
        var refused = await service.ExchangeAsync(await service.AssertionAsync("reg_person"));
        Assert.Equal((400, "invalid_grant"), (refused.Status, refused.Code));
        Assert.DoesNotContain(service.Store.All, entry => entry.Kind == "token");
    }

    [Fact]
    public async Task Pre_claim_assertions_and_tokens_die_at_the_claim()
    {
        await using var service = await Service.StartAsync();
        var registered = await service.RegisterAsync();
        var early = (await service.ExchangeAsync(registered.At("identity.assertion"))).At("access_token");
        Assert.Equal(200, (await service.CallAsync(early)).Status);

        await service.ClaimedAsync(registered.At("id"), service.Accounts.Add("ada@example.com").Id);
        Assert.Equal(401, (await service.CallAsync(early)).Status);
        Assert.Equal("invalid_grant", (await service.ExchangeAsync(registered.At("identity.assertion"))).Code);
    }

    [Fact]
    public async Task A_revoked_registration_gets_nothing_and_what_it_had_dies()
    {
        await using var service = await Service.StartAsync();
        var registered = await service.RegisterAsync();
        var token = (await service.ExchangeAsync(registered.At("identity.assertion"))).At("access_token");
        await service.Registrations.ChangeAsync(registered.At("id"), now => now with { Revoked = service.Clock.GetUtcNow() }, CancellationToken.None);
        Assert.Equal("invalid_grant", (await service.ExchangeAsync(registered.At("identity.assertion"))).Code);
        Assert.Equal(401, (await service.CallAsync(token)).Status);

        // Revived later, what was issued before stays dead as the generation moved on.
        await service.Registrations.ChangeAsync(registered.At("id"), now => now with { Revoked = null, Generation = now.Generation + 1 }, CancellationToken.None);
        Assert.Equal("invalid_grant", (await service.ExchangeAsync(registered.At("identity.assertion"))).Code);
        Assert.Equal(401, (await service.CallAsync(token)).Status);
    }

    [Fact]
    public async Task An_account_that_vanished_ends_tokens_and_exchange()
    {
        await using var service = await Service.StartAsync();
        var id = (await service.RegisterAsync()).At("id");
        var account = service.Accounts.Add("ada@example.com");
        await service.ClaimedAsync(id, account.Id);
        var assertion = await service.AssertionAsync(id);
        var token = (await service.ExchangeAsync(assertion)).At("access_token");
        Assert.Equal(account.Id, (await service.CallAsync(token)).At("Account"));

        service.Accounts.Remove(account.Id);
        Assert.Equal(401, (await service.CallAsync(token)).Status);
        Assert.Equal("invalid_grant", (await service.ExchangeAsync(assertion)).Code);
    }

    [Fact]
    public async Task An_assertion_is_reusable_until_it_expires_and_no_longer()
    {
        await using var service = await Service.StartAsync();
        var assertion = (await service.RegisterAsync()).At("identity.assertion");
        Assert.Equal(200, (await service.ExchangeAsync(assertion)).Status);
        service.Clock.Advance(service.Lifetimes.Assertion + service.Lifetimes.Skew - TimeSpan.FromSeconds(1));
        Assert.Equal(200, (await service.ExchangeAsync(assertion)).Status);
        service.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("invalid_grant", (await service.ExchangeAsync(assertion)).Code);
    }

    [Fact]
    public async Task A_token_ends_when_it_said()
    {
        await using var service = await Service.StartAsync();
        var token = (await service.ExchangeAsync((await service.RegisterAsync()).At("identity.assertion"))).At("access_token");
        service.Clock.Advance(TimeSpan.FromSeconds(3599));
        Assert.Equal(200, (await service.CallAsync(token)).Status);
        service.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(401, (await service.CallAsync(token)).Status);
    }

    [Fact]
    public async Task A_token_costs_two_reads_to_check()
    {
        await using var service = await Service.StartAsync();
        var token = (await service.ExchangeAsync((await service.RegisterAsync()).At("identity.assertion"))).At("access_token");
        var before = service.Store.Reads;
        Assert.NotNull(await service.Tokens.ReadAsync(token, CancellationToken.None));
        Assert.Equal(2, service.Store.Reads - before);
    }

    [Theory]
    [InlineData(null, "Bearer resource_metadata=\"http://shop.example/.well-known/oauth-protected-resource/api\"")]
    [InlineData("at_unknown", "Bearer resource_metadata=\"http://shop.example/.well-known/oauth-protected-resource/api\", error=\"invalid_token\"")]
    [InlineData("at_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "Bearer resource_metadata=\"http://shop.example/.well-known/oauth-protected-resource/api\", error=\"invalid_token\"")]
    public async Task A_401_says_where_to_begin(string? token, string challenge)
    {
        await using var service = await Service.StartAsync();
        var refused = await service.CallAsync(token);
        Assert.Equal((401, "unauthorized", challenge), (refused.Status, refused.Code, refused.Header("WWW-Authenticate")));
        var metadata = await service.GetAsync(challenge.Split('"')[1]);
        Assert.Equal(Service.Issuer, metadata.Body.GetProperty("authorization_servers")[0].GetString());
    }

    [Fact]
    public async Task A_registration_that_is_gone_is_invalid_grant()
    {
        await using var service = await Service.StartAsync();
        await using var other = await Service.StartAsync();
        await service.Keys.AllAsync(CancellationToken.None);
        var keys = service.Store.All.Single(entry => entry.Kind == "key").Entry;
        await other.Store.WriteAsync("key", keys.Key, null, keys.Json, null, CancellationToken.None);
        var assertion = (await service.RegisterAsync()).At("identity.assertion");
        Assert.Equal("invalid_grant", (await other.ExchangeAsync(assertion)).Code);
    }

    private static Attempt Pending(Service service)
    {
        var end = service.Clock.GetUtcNow() + TimeSpan.FromMinutes(10);
        return new("cla_x", Secrets.Hash("cvt_x"), end, service.Seal.Seal("012345"u8.ToArray()), end, "ada@example.com");
    }
}

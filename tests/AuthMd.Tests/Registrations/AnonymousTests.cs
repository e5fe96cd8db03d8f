using System.Text.Json;
using AuthMd.Http;
using AuthMd.Tests.Drivers;

namespace AuthMd.Tests.Registrations;

public sealed class AnonymousTests
{
    [Fact]
    public async Task An_anonymous_agent_registers_exchanges_and_calls_with_its_pre_claim_scope()
    {
        await using var service = await Service.StartAsync();
        var registered = await service.RegisterAsync();
        Assert.Equal(200, registered.Status);
        var exchanged = await service.ExchangeAsync(registered.At("identity.assertion"));
        Assert.Equal((200, "api.read", "Bearer"), (exchanged.Status, exchanged.At("scope"), exchanged.At("token_type")));
        Assert.Equal(3600, exchanged.Body.GetProperty("expires_in").GetInt32());

        var called = await service.CallAsync(exchanged.At("access_token"));
        Assert.Equal(200, called.Status);
        Assert.Equal(registered.At("id"), called.At("Registration"));
        Assert.Equal(JsonValueKind.Null, called.Body.GetProperty("Account").ValueKind);
    }

    [Fact]
    public async Task The_answer_has_the_shape_of_dialect_b_and_no_access_token()
    {
        await using var service = await Service.StartAsync();
        var registered = await service.RegisterAsync();
        Assert.Equal(["claim", "id", "identity", "scopes", "type"], Names(registered.Body));
        Assert.Equal(["assertion", "expires_at"], Names(registered.Body.GetProperty("identity")));
        Assert.Equal(["expires_at", "token", "url"], Names(registered.Body.GetProperty("claim")));
        Assert.Equal(("anonymous", "2026-09-01T13:00:00.000Z", "2026-09-02T12:00:00.000Z"), (registered.At("type"), registered.At("identity.expires_at"), registered.At("claim.expires_at")));
        Assert.Equal(Service.Issuer + Routes.Claim, registered.At("claim.url"));
        Assert.StartsWith("reg_", registered.At("id"), StringComparison.Ordinal);
        Assert.StartsWith("clm_", registered.At("claim.token"), StringComparison.Ordinal);
        Assert.Equal("""{"pre_claim":["api.read"],"post_claim":["api.read","api.write"]}""", registered.Body.GetProperty("scopes").GetRawText());
        Assert.Equal(("no-store", "no-cache", "application/json"), (registered.Header("Cache-Control"), registered.Header("Pragma"), registered.Header("Content-Type")));
    }

    [Fact]
    public async Task Unknown_members_are_ignored()
    {
        await using var service = await Service.StartAsync();
        Assert.Equal(200, (await service.TextAsync(Routes.Identity, """{"type":"anonymous","color":[1,{"x":null}]}""", "application/json; charset=utf-8; profile=x")).Status);
    }

    [Fact]
    public async Task A_registration_nobody_claimed_is_unusable_after_its_window()
    {
        await using var service = await Service.StartAsync();
        var registered = await service.RegisterAsync();
        service.Clock.Advance(service.Lifetimes.Claim - TimeSpan.FromMinutes(1));
        var last = await service.ExchangeAsync(await service.AssertionAsync(registered.At("id")));
        Assert.Equal(200, last.Status);

        service.Clock.Advance(TimeSpan.FromMinutes(1));
        var late = await service.ExchangeAsync(await service.AssertionAsync(registered.At("id")));
        Assert.Equal((400, "invalid_grant"), (late.Status, late.Code));
        // "Existing ones run out."
        Assert.Equal(200, (await service.CallAsync(last.At("access_token"))).Status);
    }

    [Fact]
    public async Task Switched_off_it_is_refused_and_not_advertised()
    {
        await using var service = await Service.StartAsync(usual => usual with { AllowAnonymous = false });
        var refused = await service.RegisterAsync();
        Assert.Equal((403, "anonymous_registration_disabled"), (refused.Status, refused.Code));
        Assert.DoesNotContain("anonymous", (await service.GetAsync(Routes.AuthorizationServer)).Text, StringComparison.Ordinal);
        Assert.DoesNotContain(service.Store.All, entry => entry.Kind == "registration");
    }

    [Fact]
    public async Task Closed_registration_takes_nobody()
    {
        await using var service = await Service.StartAsync(usual => usual with { RegistrationOpen = false });
        Assert.Equal(403, (await service.RegisterAsync()).Status);
        Assert.DoesNotContain("agent_auth", (await service.GetAsync(Routes.AuthorizationServer)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secrets_lie_only_as_hashes_in_the_store()
    {
        await using var service = await Service.StartAsync();
        var registered = await service.RegisterAsync();
        var token = (await service.ExchangeAsync(registered.At("identity.assertion"))).At("access_token");
        var atRest = string.Join('\n', service.Store.All.Select(entry => $"{entry.Kind} {entry.Entry.Key} {entry.Entry.Json}"));
        foreach (var secret in new[] { token, registered.At("claim.token"), registered.At("identity.assertion") })
            Assert.DoesNotContain(secret[4..], atRest, StringComparison.Ordinal);
        Assert.Contains(Secrets.Hash(token), atRest, StringComparison.Ordinal);
    }

    private static string[] Names(JsonElement element) => [.. element.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal)];
}

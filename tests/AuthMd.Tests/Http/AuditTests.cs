using System.Text.Json;
using AuthMd.Audit;
using AuthMd.Http;
using AuthMd.Registrations;
using AuthMd.Tests.Drivers;

namespace AuthMd.Tests.Http;

public sealed class AuditTests
{
    [Fact]
    public async Task Registration_assertion_and_token_each_leave_a_record_of_who_and_from_where()
    {
        await using var service = await Service.StartAsync();
        var registered = await service.RegisterAsync();
        await service.ExchangeAsync(registered.At("identity.assertion"));
        Assert.Equal([AuditEvents.RegistrationCreated, AuditEvents.AssertionIssued, AuditEvents.TokenIssued], service.Audit.Events.Select(happened => happened.Name));
        Assert.All(service.Audit.Events, happened => Assert.Equal(registered.At("id"), happened.Registration));
        Assert.Equal((RegistrationKind.Anonymous, "127.0.0.1"), (service.Audit.Events[0].Kind, service.Audit.Events[1].From?.MapToIPv4().ToString()));
        Assert.Equal("api.read", Assert.Single(service.Audit.Events[2].Scopes));
    }

    [Fact]
    public async Task A_refused_assertion_is_recorded_and_noise_is_not()
    {
        await using var service = await Service.StartAsync();
        await service.ExchangeAsync("a.b.c");
        Assert.Equal((AuditEvents.RequestRefused, "invalid_grant"), (service.Audit.Events.Single().Name, service.Audit.Events.Single().Code));
        await service.TextAsync(Routes.Identity, "{");
        await service.FormAsync(Routes.Token, ("grant_type", "password"));
        Assert.Single(service.Audit.Events);
    }

    [Fact]
    public async Task No_secret_is_ever_in_a_record()
    {
        await using var service = await Service.StartAsync();
        var registered = await service.RegisterAsync();
        var token = (await service.ExchangeAsync(registered.At("identity.assertion"))).At("access_token");
        await service.FormAsync(Routes.Revoke, ("token", token));
        await service.ExchangeAsync(registered.At("identity.assertion") + "x");
        // An address writes itself as no JSON.
        var trail = string.Join('\n', service.Audit.Events.Select(happened => JsonSerializer.Serialize(happened with { From = null })));
        Assert.Equal(5, service.Audit.Events.Count);
        foreach (var secret in new[] { token, registered.At("claim.token"), registered.At("identity.assertion") }) Assert.DoesNotContain(secret[4..], trail, StringComparison.Ordinal);
    }
}

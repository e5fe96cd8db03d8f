using System.Text.Json.Nodes;
using AuthMd.Audit;
using AuthMd.Registrations;
using AuthMd.Tests.Drivers;

namespace AuthMd.Tests.Providers;

/// <summary><c>POST /agent/event/notify</c> (specification §13): what ends, what is refused, and what comes twice.</summary>
public sealed class SecurityEventTests
{
    private static async Task AssertTakenAsync(Task<Answer> delivery)
    {
        var answer = await delivery;
        Assert.Equal((202, ""), (answer.Status, answer.Text));
    }

    [Fact]
    public async Task A_revocation_ends_the_registration_and_tells_the_service()
    {
        await using var scene = await ProviderScene.StartAsync();
        var registered = await scene.RegisterAsync(scene.Provider.IdJag());
        await AssertTakenAsync(scene.NotifyAsync(scene.Provider.Event()));
        var stored = await scene.StoredAsync(registered);
        Assert.Equal(RegistrationStatus.Revoked, stored.Status(scene.Service.Clock.GetUtcNow()));
        Assert.Equal([stored.Id], scene.Service.Ended);
        var recorded = Assert.Single(scene.Service.Audit.Events, happened => happened.Name == AuditEvents.RegistrationRevoked);
        Assert.Equal((stored.Id, TestProvider.Usual, "user-7"), (recorded.Registration, recorded.Subject!.Issuer, recorded.Subject.Id));
    }

    [Fact]
    public async Task Afterwards_the_same_person_has_to_say_so_again_and_is_back()
    {
        await using var scene = await ProviderScene.StartAsync();
        var registered = await scene.RegisterAsync(scene.Provider.IdJag());
        await AssertTakenAsync(scene.NotifyAsync(scene.Provider.Event()));
        var stepUp = await scene.RegisterAsync(scene.Provider.IdJag());
        Assert.Equal((401, "interaction_required", registered.At("id")), (stepUp.Status, stepUp.Code, stepUp.At("id")));
        var account = (await scene.Service.Accounts.ByEmailAsync("ada@example.org", default))!;
        Assert.Equal(200, (await scene.CompleteAsync(stepUp, account)).Status);
        Assert.Equal(200, (await scene.RegisterAsync(scene.Provider.IdJag())).Status);
    }

    [Fact]
    public async Task Nobody_it_concerns_is_fine_too()
    {
        await using var scene = await ProviderScene.StartAsync();
        await AssertTakenAsync(scene.NotifyAsync(scene.Provider.Event()));
        Assert.Empty(scene.Service.Ended);
    }

    [Fact]
    public async Task Only_the_subject_of_that_issuer_is_meant()
    {
        await using var scene = await ProviderScene.StartAsync();
        using var other = new TestProvider(scene.Service.Clock, TestProvider.Other);
        scene.Network.Serve(other);
        var registered = await scene.RegisterAsync(scene.Provider.IdJag());
        await AssertTakenAsync(scene.NotifyAsync(other.Event()));
        await AssertTakenAsync(scene.NotifyAsync(scene.Provider.Event(claims => claims["sub"] = "user-8")));
        Assert.NotNull(await scene.Service.Tokens.ReadAsync(await scene.TokenAsync(registered), default));
    }

    [Theory]
    [InlineData("https://schemas.workos.com/events/agent/auth/identity/assertion/revoked", true)]
    [InlineData("https://schemas.workos.com/events/agent/identity/assertion/revoked", true)]
    [InlineData("https://schemas.openid.net/secevent/caep/event-type/session-revoked", false)]
    public async Task Both_spellings_of_the_event_count_and_an_unknown_one_is_passed_over(string uri, bool counts)
    {
        await using var scene = await ProviderScene.StartAsync();
        await scene.RegisterAsync(scene.Provider.IdJag());
        await AssertTakenAsync(scene.NotifyAsync(scene.Provider.Event(claims => claims["events"] = new JsonObject { ["https://example.org/other"] = new JsonObject(), [uri] = new JsonObject() })));
        Assert.Equal(counts ? 1 : 0, scene.Service.Ended.Count);
    }

    public static TheoryData<string, string> Bad => new()
    {
        { "untrusted iss", "invalid_issuer" }, { "own iss", "invalid_issuer" }, { "no iss", "invalid_request" },
        { "other aud", "invalid_audience" }, { "no aud", "invalid_audience" },
        { "no typ", "invalid_request" }, { "typ of an ID-JAG", "invalid_request" },
        { "alg none", "authentication_failed" }, { "alg HS256", "authentication_failed" }, { "another's signature", "authentication_failed" },
        { "unknown kid", "invalid_key" }, { "keys unreachable", "invalid_key" }, { "no kid", "invalid_request" },
        { "expired", "authentication_failed" }, { "iat future", "invalid_request" }, { "iat old", "invalid_request" }, { "no iat", "invalid_request" },
        { "no jti", "invalid_request" }, { "no sub", "invalid_request" },
        { "no events", "invalid_request" }, { "empty events", "invalid_request" }, { "events as list", "invalid_request" },
        { "garbage", "invalid_request" }, { "nothing", "invalid_request" },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task A_bad_event_is_refused_with_its_own_code_and_ends_nothing(string what, string code)
    {
        await using var scene = await ProviderScene.StartAsync();
        using var impostor = new TestProvider(scene.Service.Clock);
        await scene.RegisterAsync(scene.Provider.IdJag());
        if (what == "keys unreachable")
        {
            scene.Service.Clock.Advance(TimeSpan.FromMinutes(11));
            scene.Network.Serve(scene.Provider.JwksUri, "", status: System.Net.HttpStatusCode.BadGateway);
        }
        var now = scene.Service.Clock.GetUtcNow().ToUnixTimeSeconds();
        var token = what switch
        {
            "garbage" => "this is no event", "nothing" => "", "another's signature" => impostor.Event(),
            _ => scene.Provider.Event(claims => Claims(claims, what, now), header => Header(header, what)),
        };
        var answer = await scene.NotifyAsync(token);
        Assert.Equal((400, code), answer.Outcome);
        Assert.NotEmpty(answer.At("description"));
        Assert.Equal(["err", "description"], answer.Body.EnumerateObject().Select(member => member.Name));
        Assert.Empty(scene.Service.Ended);
        Assert.DoesNotContain(scene.Network.Asked, url => !url.StartsWith(TestProvider.Usual, StringComparison.Ordinal));
    }

    private static void Claims(JsonObject claims, string what, long now)
    {
        switch (what)
        {
            case "untrusted iss": claims["iss"] = "https://evil.example"; break;
            case "own iss": claims["iss"] = Service.Issuer; break;
            case "no iss": claims.Remove("iss"); break;
            case "other aud": claims["aud"] = "https://elsewhere.example"; break;
            case "no aud": claims.Remove("aud"); break;
            case "expired": claims["exp"] = now - 61; break;
            case "iat future": claims["iat"] = now + 61; break;
            case "iat old": claims["iat"] = now - (24 * 3600) - 61; break;
            case "no iat": claims.Remove("iat"); break;
            case "no jti": claims.Remove("jti"); break;
            case "no sub": claims.Remove("sub"); break;
            case "no events": claims.Remove("events"); break;
            case "empty events": claims["events"] = new JsonObject(); break;
            case "events as list": claims["events"] = new JsonArray(TestProvider.Revoked); break;
        }
    }

    private static void Header(JsonObject header, string what)
    {
        switch (what)
        {
            case "no typ": header.Remove("typ"); break;
            case "typ of an ID-JAG": header["typ"] = "oauth-id-jag+jwt"; break;
            case "alg none": header["alg"] = "none"; break;
            case "alg HS256": header["alg"] = "HS256"; break;
            case "unknown kid": header["kid"] = "key-9"; break;
            case "no kid": header.Remove("kid"); break;
        }
    }

    [Theory]
    [InlineData("application/secevent+jwt; charset=utf-8", 202)]
    [InlineData("Application/SecEvent+JWT", 202)]
    [InlineData("application/jwt", 400)]
    [InlineData("application/json", 400)]
    [InlineData("text/plain", 400)]
    public async Task The_content_type_has_to_be_that_of_events(string contentType, int status)
    {
        await using var scene = await ProviderScene.StartAsync();
        var answer = await scene.NotifyAsync(scene.Provider.Event(), contentType);
        Assert.Equal(status, answer.Status);
        if (status == 400) Assert.Equal("invalid_request", answer.At("err"));
    }

    [Fact]
    public async Task A_body_without_end_is_refused()
    {
        await using var scene = await ProviderScene.StartAsync();
        Assert.Equal((413, "invalid_request"), (await scene.NotifyAsync(new string('a', 20_000))).Outcome);
    }

    [Fact]
    public async Task Delivered_again_it_is_taken_again_and_done_once()
    {
        await using var scene = await ProviderScene.StartAsync();
        await using var second = await scene.SecondAsync();
        var stepUpFor = (await scene.RegisterAsync(scene.Provider.IdJag())).At("id");
        var told = scene.Provider.Event();
        await AssertTakenAsync(scene.NotifyAsync(told));
        var stepUp = await scene.RegisterAsync(scene.Provider.IdJag());
        var completed = await scene.CompleteAsync(stepUp, (await scene.Service.Accounts.ByEmailAsync("ada@example.org", default))!);
        var token = await scene.TokenAsync(completed);
        scene.Service.Clock.Advance(TimeSpan.FromMinutes(30));

        await AssertTakenAsync(scene.NotifyAsync(told));
        await AssertTakenAsync(scene.NotifyAsync(told, at: second));
        Assert.Equal(stepUpFor, stepUp.At("id"));
        Assert.NotNull(await scene.Service.Tokens.ReadAsync(token, default));
    }

    [Fact]
    public async Task What_nobody_finished_is_finished_by_the_next_delivery()
    {
        await using var scene = await ProviderScene.StartAsync();
        var registered = await scene.RegisterAsync(scene.Provider.IdJag());
        var told = scene.Provider.Event();
        scene.Service.CannotEnd = true;
        Assert.Equal(500, (await scene.NotifyAsync(told)).Status);
        scene.Service.CannotEnd = false;
        await AssertTakenAsync(scene.NotifyAsync(told));
        Assert.Equal([registered.At("id")], scene.Service.Ended);
    }

    [Fact]
    public async Task Other_bytes_with_a_used_id_are_a_replay_whichever_kind_came_first()
    {
        await using var scene = await ProviderScene.StartAsync();
        await AssertTakenAsync(scene.NotifyAsync(scene.Provider.Event(claims => claims["jti"] = "one")));
        Assert.Equal((400, "invalid_request"), (await scene.NotifyAsync(scene.Provider.Event(claims => (claims["jti"], claims["sub"]) = ("one", "user-8")))).Outcome);
        Assert.Equal((400, "replay_detected"), (await scene.RegisterAsync(scene.Provider.IdJag(claims => claims["jti"] = "one"))).Outcome);
        await scene.RegisterAsync(scene.Provider.IdJag(claims => claims["jti"] = "two"));
        Assert.Equal((400, "invalid_request"), (await scene.NotifyAsync(scene.Provider.Event(claims => claims["jti"] = "two"))).Outcome);
    }

    [Fact]
    public async Task An_event_is_good_for_a_day_and_remembered_as_long()
    {
        await using var scene = await ProviderScene.StartAsync();
        await AssertTakenAsync(scene.NotifyAsync(scene.Provider.Event(claims => claims["iat"] = scene.Service.Clock.GetUtcNow().ToUnixTimeSeconds() - (24 * 3600) - 59)));
    }

    [Fact]
    public async Task An_operator_ends_what_an_event_would_and_the_person_has_to_say_so_again()
    {
        await using var scene = await ProviderScene.StartAsync();
        var registered = await scene.RegisterAsync(scene.Provider.IdJag());
        var token = await scene.TokenAsync(registered);
        Assert.NotNull(await scene.Service.Revocation.RevokeAsync(registered.At("id"), "staff", default));
        Assert.Null(await scene.Service.Tokens.ReadAsync(token, default));
        Assert.Equal([registered.At("id")], scene.Service.Ended);
        Assert.Equal((401, "interaction_required"), (await scene.RegisterAsync(scene.Provider.IdJag())).Outcome);

        var anonymous = await scene.Service.RegisterAsync();
        Assert.NotNull(await scene.Service.Revocation.RevokeAsync(anonymous.At("id"), "staff", default));
        Assert.Equal((400, "invalid_grant"), (await scene.Service.ExchangeAsync(anonymous.At("identity.assertion"))).Outcome);
        Assert.Null(await scene.Service.Revocation.RevokeAsync("reg_unknown", "staff", default));
    }
}

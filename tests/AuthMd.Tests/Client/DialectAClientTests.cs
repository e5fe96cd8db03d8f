using AuthMd.Client;

namespace AuthMd.Tests.Client;

/// <summary>An agent at a service of dialect A: flat answers, the code goes to the person, the agent polls (specification §9.1).</summary>
public sealed class DialectAClientTests
{
    private const string Token = "/oauth2/token", Identity = "/agent/identity", Claim = "/agent/identity/claim";
    private const string Pending = """{"error":"authorization_pending","message":"wait"}""";
    private const string Claimed = """
        {"access_token":"at_2","token_type":"Bearer","expires_in":3600,"scope":"a b","identity_assertion":"eyJ.v2.x","assertion_expires":"2026-09-01T13:00:00.000Z","unknown":[1]}
        """;

    private const string Registered = """
        {"registration_id":"reg_1","registration_type":"service_auth","claim_url":"https://peer.example/agent/identity/claim","claim_token":"clm_1",
         "claim_token_expires":"2026-09-02T12:00:00.000Z","post_claim_scopes":["a","b"],
         "claim":{"user_code":"012345","expires_in":599,"verification_uri":"https://peer.example/claim?claim_attempt_token=cvt_1","interval":7} }
        """;

    private static readonly AuthMdClientOptions ForAda = new() { LoginHint = "ada@example.com", Consent = (_, _) => Task.FromResult(true) };

    [Fact]
    public async Task The_agent_is_told_the_code_polls_at_the_services_pace_and_uses_what_it_gets()
    {
        using var peer = ScriptedPeer.Speaking(AuthMdDialect.A).Says(Identity, 200, Registered).Says(Token, 400, Pending).Says(Token, 400, Pending).Says(Token, 200, Claimed);
        using var agent = peer.Agent(ForAda);
        var claim = (await agent.RegisterAsync()).Claim!;
        Assert.Equal(("012345", "https://peer.example/claim?claim_attempt_token=cvt_1", 599), (claim.UserCode, claim.VerificationUri!.AbsoluteUri, (claim.AttemptExpires! - peer.Clock.GetUtcNow()).Value.TotalSeconds));
        await claim.FinishAsync(_ => throw new InvalidOperationException("Nobody is asked for a code in dialect A."));
        Assert.Equal([7, 7], peer.Patience.Pauses);
        Assert.All(peer.SentTo(Token), body => Assert.Equal("grant_type=urn%3Aworkos%3Aagent-auth%3Agrant-type%3Aclaim&claim_token=clm_1", body));
        Assert.Equal("at_2", await agent.TokenAsync());
        Assert.Equal("at_2", await peer.Agent(ForAda).TokenAsync());
        Assert.Equal(3, peer.SentTo(Token).Count());
    }

    [Fact]
    public async Task Slow_down_adds_five_seconds_for_good()
    {
        using var peer = ScriptedPeer.Speaking(AuthMdDialect.A).Says(Identity, 200, Registered)
            .Says(Token, 400, """{"error":"slow_down"}""").Says(Token, 400, Pending).Says(Token, 400, """{"error":"slow_down"}""").Says(Token, 200, Claimed);
        using var agent = peer.Agent(ForAda);
        await (await agent.RegisterAsync()).Claim!.WaitAsync();
        Assert.Equal([12, 12, 17], peer.Patience.Pauses);
    }

    [Theory]
    [InlineData("expired_token")]
    [InlineData("access_denied")]
    [InlineData("invalid_request")]
    public async Task An_end_of_the_claim_ends_the_polling(string code)
    {
        using var peer = ScriptedPeer.Speaking(AuthMdDialect.A).Says(Identity, 200, Registered).Says(Token, 400, Pending).Says(Token, 400, $$"""{"error":"{{code}}","error_description":"no"}""");
        using var agent = peer.Agent(ForAda);
        var claim = (await agent.RegisterAsync()).Claim!;
        await ClientScene.RefusedAsync(code, () => claim.WaitAsync());
        Assert.Equal((false, 2), (claim.IsComplete, peer.SentTo(Token).Count()));
    }

    [Fact]
    public async Task Nobody_is_waited_for_longer_than_the_code_is_good()
    {
        using var peer = ScriptedPeer.Speaking(AuthMdDialect.A).Says(Identity, 200, Registered).Says(Token, 400, Pending);
        using var agent = peer.Agent(ForAda);
        var claim = (await agent.RegisterAsync()).Claim!;
        await ClientScene.RefusedAsync("claim_closed", () => claim.WaitAsync());
        Assert.Equal(86, peer.SentTo(Token).Count());
    }

    [Fact]
    public async Task An_anonymous_registration_begins_an_attempt_in_the_flat_form()
    {
        using var peer = ScriptedPeer.Speaking(AuthMdDialect.A)
            .Says(Identity, 200, """
                {"registration_id":"reg_1","registration_type":"anonymous","identity_assertion":"eyJ.v1.x","assertion_expires":"2026-09-01T13:00:00.000Z","pre_claim_scopes":["a"],
                 "claim_url":"https://peer.example/agent/identity/claim","claim_token":"clm_1","claim_token_expires":"2026-09-02T12:00:00.000Z"}
                """)
            .Says(Claim, 200, """
                {"registration_id":"reg_1","claim_attempt_id":"cla_1","status":"initiated","expires_at":"2026-09-01T12:10:00.000Z",
                 "claim_attempt":{"user_code":"000001","expires_in":600,"verification_uri":"https://peer.example/claim?claim_attempt_token=cvt_1","interval":5} }
                """)
            .Says(Token, 200, """{"access_token":"at_1","token_type":"bearer","expires_in":3600,"scope":"a"}""").Says(Token, 200, Claimed);
        using var agent = peer.Agent();
        var claim = (await agent.RegisterAsync()).Claim!;
        Assert.Equal("at_1", await agent.TokenAsync());
        await claim.BeginAsync("ada@example.com");
        Assert.Equal("""{"claim_token":"clm_1","email":"ada@example.com"}""", Assert.Single(peer.SentTo(Claim)));
        Assert.Equal("000001", claim.UserCode);
        await claim.WaitAsync();
        Assert.Equal("at_2", await agent.TokenAsync());
        Assert.True((await agent.StandingAsync())!.IsUserBound);
    }

    [Fact]
    public async Task Who_has_the_answer_polls_no_more()
    {
        using var peer = ScriptedPeer.Speaking(AuthMdDialect.A).Says(Identity, 200, Registered).Says(Token, 200, Claimed).Says(Token, 400, """{"error":"expired_token"}""");
        using var agent = peer.Agent(ForAda);
        var claim = (await agent.RegisterAsync()).Claim!;
        await claim.WaitAsync();
        await claim.WaitAsync();
        Assert.Single(peer.SentTo(Token));
    }
}

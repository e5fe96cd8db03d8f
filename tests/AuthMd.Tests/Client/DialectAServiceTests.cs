using AuthMd.Http;
using AuthMd.Tests.Drivers;

namespace AuthMd.Tests.Client;

/// <summary>The agent's side and the service's side of dialect A together.</summary>
public sealed class DialectAServiceTests
{
    [Fact]
    public async Task An_agent_is_claimed_by_a_person_who_types_its_code()
    {
        await using var scene = await ClientScene.StartAsync(usual => usual with { Dialect = AuthMdDialect.A });
        var agent = scene.Agent(scene.ForAda);
        var registered = await agent.RegisterAsync();
        Assert.False(registered.IsReady);
        var claim = registered.Claim!;
        var polls = 0;
        scene.Net.Between = async (request, body, carry) =>
        {
            if (request.RequestUri!.AbsolutePath == Routes.Token && ++polls == 2) await TypeAsync(scene, claim.VerificationUri!, claim.UserCode!);
            return await carry();
        };
        await claim.FinishAsync(_ => throw new InvalidOperationException("Nobody is asked for a code in dialect A."));
        Assert.Equal([5], scene.Clock.Pauses);
        Assert.Equal((scene.Ada.Id, 200), (await ClientScene.CallAsync(agent)) is var called ? (called.At("Account"), called.Status) : default);
    }

    [Fact]
    public async Task An_anonymous_agent_is_claimed_and_goes_on_wider()
    {
        await using var scene = await ClientScene.StartAsync(usual => usual with { Dialect = AuthMdDialect.A });
        var agent = scene.Agent();
        var claim = (await agent.RegisterAsync()).Claim!;
        Assert.Equal(["api.read"], await ScopesAsync(agent));
        await claim.BeginAsync(scene.Ada.Email!);
        await TypeAsync(scene, claim.VerificationUri!, claim.UserCode!);
        await claim.WaitAsync();
        Assert.Equal(["api.read", "api.write"], await ScopesAsync(agent));
        Assert.True((await agent.StandingAsync())!.IsUserBound);
    }

    private static async Task<string[]> ScopesAsync(AuthMd.Client.AuthMdClient agent) =>
        [.. (await ClientScene.CallAsync(agent)).Body.GetProperty("Scopes").EnumerateArray().Select(scope => scope.GetString()!)];

    private static async Task TypeAsync(ClientScene scene, Uri link, string code)
    {
        var person = scene.Service.As(scene.Ada);
        var done = await person.SubmitAsync(await person.OpenAsync(link.PathAndQuery), Routes.Complete, ("user_code", code));
        Assert.Equal(200, done.Status);
    }
}

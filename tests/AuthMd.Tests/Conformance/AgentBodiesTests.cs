using AuthMd.Tests.Client;

namespace AuthMd.Tests.Conformance;

/// <summary>A whole life of an agent in dialect B, as it passed over the wire.</summary>
public sealed class AgentBodiesTests
{
    [Fact]
    public async Task The_code_is_in_no_answer_an_agent_gets()
    {
        var (passed, codes) = await LifeAsync();
        Assert.Equal(2, codes.Length);
        Assert.DoesNotContain(passed, one => codes.Any(code => one.Got.Contains($"\"{code}\"", StringComparison.Ordinal)) || one.Got.Contains("user_code", StringComparison.Ordinal));
        Assert.Equal(2, passed.Count(one => codes.Any(code => one.Sent.Contains(code, StringComparison.Ordinal))));
    }

    [Fact]
    public async Task Nothing_an_agent_gets_is_kept_by_a_cache()
    {
        var (passed, _) = await LifeAsync();
        var secret = passed.Where(one => one.Request.Method == HttpMethod.Post).ToArray();
        Assert.True(secret.Length > 8);
        Assert.All(secret, one => Assert.True(one.Response.Headers.CacheControl?.NoStore is true && one.Response.Headers.Pragma.ToString() == "no-cache", $"{one.Path} may be kept."));
    }

    private static async Task<(IReadOnlyList<Passed> Passed, string[] Codes)> LifeAsync()
    {
        await using var scene = await ClientScene.StartAsync();
        var anonymous = scene.Agent(new() { Profile = "nobody" });
        var claim = (await anonymous.RegisterAsync()).Claim!;
        await claim.BeginAsync(scene.Ada.Email!);
        var first = await scene.AgreeAsync(claim);
        await claim.CompleteAsync(first);
        var named = scene.Agent(scene.ForAda);
        var asked = (await named.RegisterAsync()).Claim!;
        var second = await scene.AgreeAsync(asked);
        await asked.CompleteAsync(second);
        Assert.Equal(200, (await ClientScene.CallAsync(named)).Status);
        scene.Service.Clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal(200, (await ClientScene.CallAsync(named)).Status);
        await named.RevokeAsync();
        return (scene.Net.All, [first, second]);
    }
}

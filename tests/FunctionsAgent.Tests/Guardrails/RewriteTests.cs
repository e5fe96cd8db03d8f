using FunctionsAgent.Agents;
using FunctionsAgent.Guardrails;
using FunctionsAgent.Policies;
using FunctionsAgent.Tests.Drivers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsAgent.Tests.Guardrails;

/// <summary>A guard wants a model's answer written again: the model gets one try, then a person answers.</summary>
public sealed class RewriteTests
{
    [Theory]
    [InlineData(1, "replied", 2)]
    [InlineData(2, "handed-off", 2)]
    public async Task The_model_gets_one_try(int bad, string status, int questions)
    {
        using var package = new ScriptPackage(ModelWriteTests.Script).Tool("get_note").Tool("do_refund", effect: "write");
        var asked = 0;
        var model = new ObedientModel(_ => [], "A draft.");
        var strict = new FakeGuard("strict", "output", (passage, _) => ValueTask.FromResult(FakeGuard.Says("strict", Interlocked.Increment(ref asked) <= bad ? Do.Retry : Do.Allow)));
        await using var host = await AgentHost.StartAsync(settings: ObedientModel.Settings(package.Path), configure: services =>
        {
            model.Register(services);
            services.AddSingleton(_ => new Packages([.. Read(package).Select(p => p with { Guards = [.. p.Guards, new(strict)] })]));
        });
        var chat = await host.OpenChatAsync(agent: ScriptPackage.Agent);

        Assert.Equal(status, (await chat.SayAsync("Please help me")).Status);

        Assert.Equal(questions, model.Asked);
        Assert.Contains("Write this answer again", model.Prompts.Last(), StringComparison.Ordinal);
        Assert.Contains("A draft.", model.Prompts.Last(), StringComparison.Ordinal);
        var log = await host.LogAsync(chat.Conversation);
        Assert.Equal(2, log.Of("ModelCalled").Count);
        Assert.Equal(2, log.Of("ModelCalled").Select(e => e.Text("key")).Distinct().Count());
        Assert.Equal("strict", log.Of("OutputChecked")[0].Data.GetProperty("rewritten").GetProperty("rule").GetString());
        Assert.True((await host.VerifyAsync(chat.Conversation)).GetProperty("ok").GetBoolean());
    }

    [Fact]
    public async Task What_a_script_says_is_not_written_again_but_a_person_comes()
    {
        var strict = new FakeGuard("strict", "output", Do.Retry);
        var package = ScriptedFlow.Package(ScriptedFlow.Always(() => new AgentScript.Reply("fixed words")));
        package = package with { Guards = [.. package.Guards, new(strict)] };
        await using var host = await AgentHost.StartAsync(configure: ScriptedFlow.Serve(package));
        var chat = await host.OpenChatAsync();
        Assert.Equal("handed-off", (await chat.SayAsync("hello")).Status);
        Assert.DoesNotContain(await host.LogAsync(chat.Conversation), e => e.Type == "ModelCalled");
    }

    private static IEnumerable<Package> Read(ScriptPackage package) =>
        [PackageReader.Read(package.Files, PackageContext.Of(new ConfigurationBuilder().Build())).Package!];
}

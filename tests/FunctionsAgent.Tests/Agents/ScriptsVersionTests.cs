using System.Net.Http.Json;
using FunctionsAgent.Agents;
using FunctionsAgent.Storage;
using FunctionsAgent.Tests.Drivers;

namespace FunctionsAgent.Tests.Agents;

/// <summary>A conversation keeps the version of the script it began with, and survives the loss of that version.</summary>
public sealed class ScriptsVersionTests
{
    private readonly ScriptedTool tool = new(ScriptedDesk.Answer);

    [Fact]
    public async Task An_open_conversation_keeps_its_version_and_a_new_one_gets_the_new()
    {
        using var package = ScriptedDesk.Package();
        ChatSession old, recent;
        await using (var host = await package.StartAsync(tool))
        {
            old = await host.OpenChatAsync(agent: package.Name);
            await old.SayAsync("count");
            Assert.Equal(["Which order?"], (await old.SayAsync("Where is my order?")).Texts);

            Second(package);
            await PublishAsync(host, package);

            Assert.Equal(["Order 1001 is shipped."], (await old.SayAsync("1001")).Texts);
            recent = await host.OpenChatAsync(agent: package.Name);
            Assert.Equal(["2nd: turn 1."], (await recent.SayAsync("count")).Texts);
            Assert.Equal(["Which order?"], (await old.SayAsync("Where is my order?")).Texts);
        }

        // The folder holds the second version alone now.
        await using var again = await package.StartAsync(tool);
        Assert.Equal(["Order 1002 is shipped."], (await (old with { Host = again }).SayAsync("1002")).Texts);
        Assert.Equal(["Turn 2."], (await (old with { Host = again }).SayAsync("count")).Texts);
        Assert.Equal(["2nd: turn 2."], (await (recent with { Host = again }).SayAsync("count")).Texts);
    }

    [Fact]
    public async Task A_conversation_that_was_closed_goes_on_with_the_new_version()
    {
        using var package = ScriptedDesk.Package();
        await using var host = await package.StartAsync(tool);
        var chat = await host.OpenChatAsync(agent: package.Name);
        await chat.SayAsync("count");
        Second(package);
        await PublishAsync(host, package);
        Assert.Equal(["Bye now."], (await chat.SayAsync("bye")).Texts);

        Assert.Equal(["2nd: turn 1."], (await chat.SayAsync("count")).Texts);
        var versions = (await host.LogAsync(chat.Conversation)).Of("ConversationStarted").Select(e => e.Text("version")).ToList();
        Assert.Equal(2, versions.Distinct().Count());
        Assert.Equal(package.Files.Version, versions[1]);
    }

    [Theory]
    [InlineData("gone")]
    [InlineData("damaged")]
    public async Task A_conversation_whose_version_is_lost_goes_on_with_its_variables_at_the_start(string loss)
    {
        using var package = ScriptedDesk.Package();
        ChatSession chat;
        await using (var host = await package.StartAsync(tool))
        {
            chat = await host.OpenChatAsync(agent: package.Name);
            await chat.SayAsync("count");
            await chat.SayAsync("count");
            await chat.SayAsync("Where is my order?");
            await LoseAsync(host, package, loss);
        }
        Second(package);

        await using var again = await package.StartAsync(tool);
        chat = chat with { Host = again };
        Assert.Equal(["I know orders."], (await chat.SayAsync("1001")).Texts);
        Assert.Equal(["2nd: turn 3."], (await chat.SayAsync("count")).Texts);
        Assert.Equal(["Bye now."], (await chat.SayAsync("bye")).Texts);
        Assert.Equal(["2nd: turn 1."], (await chat.SayAsync("count")).Texts);
        await again.DrainedAsync();
        Assert.Empty(await again.Staff.ListAsync("/api/operator/parked"));
        Assert.True((await again.VerifyAsync(chat.Conversation)).GetProperty("ok").GetBoolean());
    }

    [Theory]
    [InlineData("gone")]
    [InlineData("damaged")]
    public async Task A_write_that_a_lost_version_wanted_is_for_a_person_and_made_by_nobody(string loss)
    {
        using var package = ScriptedDesk.Package("[{ name: sure, version: 1, at: \"tool:refund\", when: 'True', do: confirm, text: \"Really?\" }]");
        package.Script(ScriptedDesk.Script.Replace("require_user_confirmation: True", "require_user_confirmation: False", StringComparison.Ordinal));
        ChatSession chat;
        await using (var host = await package.StartAsync(tool))
        {
            chat = await host.OpenChatAsync(agent: package.Name);
            Assert.Equal(["Really?"], (await chat.SayAsync("refund R1001")).Texts);
            await LoseAsync(host, package, loss);
        }
        package.Script(ScriptedDesk.Script.Replace("require_user_confirmation: True", "require_user_confirmation: False", StringComparison.Ordinal).Replace("Turn ", "2nd: turn ", StringComparison.Ordinal));

        await using var again = await package.StartAsync(tool);
        chat = chat with { Host = again };
        var (status, _) = await chat.SayAsync("yes");

        Assert.Equal("handed-off", status);
        Assert.Empty(tool.Calls);
    }

    private static void Second(ScriptPackage package) => package.Script(ScriptedDesk.Script.Replace("Turn ", "2nd: turn ", StringComparison.Ordinal));

    private static async Task PublishAsync(AgentHost host, ScriptPackage package)
    {
        var files = package.Files.All.ToDictionary(f => f.Key, f => Convert.ToBase64String(f.Value.Span));
        var answer = await host.Staff.PostAsJsonAsync("/api/operator/packages", new { files, @override = "What is shown here is not readiness." });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static async Task LoseAsync(AgentHost host, ScriptPackage package, string loss)
    {
        var version = package.Files.Version;
        if (loss == "damaged") File.Delete(System.IO.Path.Combine(package.Data, "blobs", "packages", package.Files.Hash));
        else
        {
            var row = await host.Get<ITables>().GetAsync(PackageStore.Table, package.Name, $"v:{version}");
            await host.Get<ITables>().CommitAsync(PackageStore.Table, package.Name, [Write.Delete(row!.Key)]);
        }
    }
}

using System.Text.Json;
using FunctionsAgent.Agents;
using FunctionsAgent.Guardrails;
using FunctionsAgent.Tests.Drivers;
using Microsoft.Extensions.Configuration;

namespace FunctionsAgent.Tests.Pipeline;

/// <summary>Turns of an agent that masks, from the chat's door over a model's wire to the log.</summary>
public sealed class MaskedTurnTests : IAsyncLifetime
{
    private const string Script = """
        variables:
            account: mutable string
                description: "The account the customer speaks for"
        start_agent desk:
            description: "Answers whatever no other node does"
            actions:
                find_orders:
                    description: "Finds orders by e-mail address"
                    inputs:
                        email: string
                            description: "Whose orders"
                            is_required: True
                    outputs:
                        status: string
                            description: "What there is"
                    target: "api://find_orders"
            reasoning:
                instructions: ->
                    | Answer in one sentence.
                actions:
                    find_orders: @actions.find_orders
                        with email=...
        """;

    private ModelStandIn standIn = null!;

    public async Task InitializeAsync() => standIn = await ModelStandIn.StartAsync();

    public async Task DisposeAsync() => await standIn.DisposeAsync();

    private static ScriptPackage Package(string masking, string unmask = "[]")
    {
        var package = new ScriptPackage(Script).Tool("find_orders");
        var folder = Path.Combine(package.Path, ScriptPackage.Agent);
        package.Write("agent.yaml", $"{File.ReadAllText(Path.Combine(folder, "agent.yaml"))}\nmasking: {masking}\n");
        package.Write("tools/find_orders.yaml", $"{File.ReadAllText(Path.Combine(folder, "tools/find_orders.yaml"))}\nunmask: {unmask}\n");
        return package;
    }

    private async Task<AgentHost> StartAsync(ScriptPackage package, ScriptedTool? tool = null)
    {
        Directory.CreateDirectory(package.Data);
        var settings = standIn.Settings("main", "azure-openai");
        settings["Agents__Path"] = package.Path;
        return await AgentHost.StartAsync(package.Data, settings, configure: services => (tool ?? new ScriptedTool(call => new FunctionsAgent.Tools.Ok(JsonSerializer.SerializeToElement(new { status = "none" }), 100))).Register(services));
    }

    // "Which accounts are like Acme?" can only be answered by a model that sees who Acme is.
    [Fact]
    public async Task Accounts_like_Acme_masked_is_a_token_to_the_model_and_the_warning_names_what_is_lost()
    {
        standIn.Says("Accounts like <ACCOUNT_1> cannot be compared.");
        using var package = Package("{ fields: [customer.account] }");
        await using var host = await StartAsync(package);
        var chat = await host.OpenChatAsync(new { account = "Acme" }, ScriptPackage.Agent);
        var (_, texts) = await chat.SayAsync("Which accounts are like Acme?");

        Assert.DoesNotContain("Acme", Assert.Single(standIn.Requests).Text, StringComparison.Ordinal);
        Assert.Contains("ACCOUNT_1", standIn.Requests[0].Text, StringComparison.Ordinal);
        Assert.Equal("Accounts like Acme cannot be compared.", Assert.Single(texts));
        var log = await host.LogWhenAsync(chat.Conversation, events => events.Any(e => e.Type == "TurnEnded"));
        Assert.Equal(1, log.Single(e => e.Type == "ContextBuilt").Data.GetProperty("masked").GetProperty("account").GetInt32());
        var (read, errors) = PackageFolder.Read(Path.Combine(package.Path, ScriptPackage.Agent), PackageContext.Of(new ConfigurationBuilder().AddInMemoryCollection([new("Shop", "https://shop.example")]).Build()));
        Assert.Empty(errors);
        Assert.Equal("customer.account", Assert.Single(MaskingWarnings.Of(read!.Manifest!.Masking, ["@customer.account", "@message"])).Field);
    }

    [Fact]
    public async Task Accounts_like_Acme_without_masking_is_what_the_model_reads_and_answers()
    {
        standIn.Says("Accounts like Acme: Globex.");
        using var package = Package("{}");
        await using var host = await StartAsync(package);
        var chat = await host.OpenChatAsync(new { account = "Acme" }, ScriptPackage.Agent);
        var (_, texts) = await chat.SayAsync("Which accounts are like Acme?");

        Assert.Contains("Acme", Assert.Single(standIn.Requests).Text, StringComparison.Ordinal);
        Assert.Equal("Accounts like Acme: Globex.", Assert.Single(texts));
        var log = await host.LogWhenAsync(chat.Conversation, events => events.Any(e => e.Type == "TurnEnded"));
        Assert.False(log.Single(e => e.Type == "ContextBuilt").Data.TryGetProperty("masked", out _));
        Assert.Empty(MaskingWarnings.Of(Masking.None, ["customer.account"]));
    }

    [Theory]
    [InlineData("[email]", "ada@shop.example")]
    [InlineData("[]", "<EMAIL_1>")]
    public async Task A_tool_sees_what_its_file_names_and_a_token_otherwise(string unmask, string seen)
    {
        standIn.Calls("find_orders", new { email = "<EMAIL_1>" }).Says("Nothing for <EMAIL_1>.").Says("Still nothing for <EMAIL_1>, nor <EMAIL_2>.");
        var tool = new ScriptedTool(call => new FunctionsAgent.Tools.Ok(JsonSerializer.SerializeToElement(new { status = "none for ada@shop.example" }), 100));
        using var package = Package("{ entities: [email] }", unmask);
        await using var host = await StartAsync(package, tool);
        var chat = await host.OpenChatAsync(agent: ScriptPackage.Agent);
        var (_, texts) = await chat.SayAsync("What did ada@shop.example order?");
        var (_, more) = await chat.SayAsync("And bob@shop.example?");

        Assert.Equal(seen, Assert.Single(tool.Calls).Arguments.GetProperty("email").GetString());
        Assert.Equal(("Nothing for ada@shop.example.", "Still nothing for ada@shop.example, nor bob@shop.example."), (Assert.Single(texts), Assert.Single(more)));
        Assert.Equal(3, standIn.Requests.Count);
        Assert.All(standIn.Requests, request => Assert.DoesNotContain("@shop.example", request.Text, StringComparison.Ordinal));
        Assert.All(standIn.Requests, request => Assert.DoesNotContain("TEXT_1", request.Text, StringComparison.Ordinal));
        Assert.Contains("EMAIL_2", standIn.Requests[2].Text, StringComparison.Ordinal);
    }
}

using System.Text.Json;
using AuthMd.Registrations;
using FunctionsAgent.Access;
using FunctionsAgent.Local;
using FunctionsAgent.Storage;
using FunctionsAgent.Tests.Doors;
using FunctionsAgent.Tests.Drivers;

namespace FunctionsAgent.Tests.Access;

/// <summary><c>registrations</c>: what staff see of agents that registered, and how they put one out, or all.</summary>
public sealed class RegistrationsVerbTests
{
    [Fact]
    public async Task They_are_listed_with_for_whom_they_act_and_without_a_secret()
    {
        await using var host = await AgentHost.StartAsync();
        var (one, claimed) = (await OutsideAgent.RegisteredAsync(host), await OutsideAgent.ClaimedAsync(host));
        var (code, output) = await RunAsync(host, "list");

        Assert.Equal(0, code);
        Assert.Contains($"{one.Id}  Anonymous  Unclaimed", output, StringComparison.Ordinal);
        Assert.Matches($"{claimed.Id}  Anonymous  Claimed .*stand-in:[0-9a-f]{{32}}", output);
        Assert.All(one.Told.Concat(claimed.Told), secret => Assert.DoesNotContain(secret, output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_is_revoked_at_once_and_the_log_says_by_whom()
    {
        await using var host = await AgentHost.StartAsync();
        var (gone, stays) = (await OutsideAgent.ClaimedAsync(host), await OutsideAgent.RegisteredAsync(host));
        Assert.Equal((0, "1 revoked\n"), await RunAsync(host, "revoke", gone.Id));
        Assert.Equal((0, "Nothing was left to revoke.\n"), await RunAsync(host, "revoke", gone.Id));

        await ProblemAssert.IsAsync(await gone.SayAsync("hello"), 401, "unauthorized");
        Assert.Equal(400, (int)(await gone.TryExchangeAsync()).StatusCode);
        Assert.Equal(400, (int)(await gone.RefreshAsync()).StatusCode);
        Assert.Equal(404, (int)(await stays.ReadAsync(new string('A', 43))).StatusCode);
        var log = JsonElement.Parse((await RunAsync(host, "log", "--json")).Output).EnumerateArray().Where(e => e.GetProperty("event").GetString() == "registration.revoked").ToList();
        Assert.Equal((gone.Id, "embedded-key"), (Assert.Single(log).GetProperty("registration").GetString(), log[0].GetProperty("by").GetString()));
        Assert.Contains("claim.confirmed", (await RunAsync(host, "log")).Output, StringComparison.Ordinal);
        Assert.Equal((0, "Nothing happened.\n"), await RunAsync(host, "log", "--day", "2026-01-01"));
    }

    [Fact]
    public async Task All_are_revoked_page_by_page_and_broken_off_it_goes_on()
    {
        var tables = new TablesDecorator();
        await using var host = await AgentHost.StartAsync(configure: tables.Register);
        var store = host.Get<RegistrationStore>();
        const int Many = RegistrationsApi.Page + 30;
        // All in a few shards' pages, however the keys fall.
        for (var n = 0; n < Many; n++) await store.AddAsync(new() { Id = $"reg_{n}", Kind = RegistrationKind.Anonymous, Created = DateTimeOffset.UtcNow }, default);
        var revoked = 0;
        tables.Before = commit =>
        {
            if (commit.Table == AuthMdTables.Table && commit.Partition.StartsWith("registration-", StringComparison.Ordinal) && ++revoked == 60) throw new StoreBusyException("The test breaks it off.");
        };
        Assert.Equal(1, (await RunAsync(host, "revoke", "--all")).Code);
        tables.Before = null;
        Assert.Equal((0, $"{Many - 59} revoked\n"), await RunAsync(host, "revoke", "--all"));
        Assert.Equal((0, "Nothing was left to revoke.\n"), await RunAsync(host, "revoke", "--all"));
        await foreach (var one in store.ListAsync(default)) Assert.NotNull(one.Revoked);
        Assert.Equal(Many, JsonElement.Parse((await RunAsync(host, "list", "--json")).Output).GetArrayLength());
    }

    [Theory]
    [InlineData("""{}""", 400, "one-of")]
    [InlineData("""{"id":"reg_x","all":true}""", 400, "one-of")]
    [InlineData("""{"all":"yes"}""", 400, "one-of")]
    [InlineData("""{"id":7}""", 400, "invalid-member")]
    [InlineData("""{"id":"reg_unknown"}""", 404, "unknown-registration")]
    [InlineData("""[""", 400, "malformed-json")]
    public async Task A_bad_order_is_refused(string body, int status, string type)
    {
        await using var host = await AgentHost.StartAsync();
        using var request = ProblemAssert.Request(HttpMethod.Post, "/api/operator/registrations/revoke", host.Host.Key, ProblemAssert.Utf8(body));
        await ProblemAssert.IsAsync(await host.Client.SendAsync(request), status, type);
    }

    [Theory]
    [InlineData("revoke")]
    [InlineData("revoke", "reg_x", "--all")]
    [InlineData("log", "--day", "yesterday")]
    public async Task Wrong_use_is_said(params string[] args) => Assert.Equal(2, await CommandLine.RunAsync(["registrations", .. args], TextWriter.Null, TextWriter.Null));

    private static async Task<(int Code, string Output)> RunAsync(AgentHost host, params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        var code = await CommandLine.RunAsync(["registrations", .. args, "--url", host.Host.Url.ToString(), "--token", host.Host.Key], output, TextWriter.Null);
        return (code, output.ToString());
    }
}

using AuthMd.Registrations;
using FunctionsAgent.Access;
using FunctionsAgent.Conversations;
using FunctionsAgent.Pipeline;
using FunctionsAgent.Storage;
using FunctionsAgent.Tests.Doors;
using FunctionsAgent.Tests.Drivers;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;

namespace FunctionsAgent.Tests.Access;

/// <summary>What registrations leave behind goes again: at night, by retention, and with the person it is about.</summary>
public sealed class RegistrationCareTests : IAsyncLifetime
{
    private const string Person = "zebra-marked@shop.example", Other = "giraffe-marked@shop.example";
    private const string Address = "https://agents.example";

    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 4, 10, 0, 0, TimeSpan.Zero));
    private AgentHost host = null!;

    private static readonly Type[] WithoutNights = [.. typeof(FunctionsAgent.Local.LocalHost).Assembly.GetTypes().Where(type => type.FullName != "FunctionsAgent.Functions.Nightly")];

    public async Task InitializeAsync() => host = await AgentHost.StartAsync(functions: WithoutNights, time: time, settings: new Dictionary<string, string?> { ["Retention__Audit"] = "30", ["Public__BaseUrl"] = Address });

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task Every_entry_that_says_when_it_ends_is_gone_when_it_has_ended()
    {
        await OutsideAgent.ClaimedAsync(host, Person);
        var ended = (await EndsAsync()).Distinct().ToList();
        // Tokens, claims, links, refresh tokens and limits at least.
        Assert.True(ended.Count >= 5, string.Join(' ', ended));

        time.Advance(TimeSpan.FromDays(40));
        await host.Get<Night>().RunAsync(default);
        Assert.Empty(await EndsAsync());
    }

    [Fact]
    public async Task Before_its_end_nothing_goes()
    {
        var agent = await OutsideAgent.ClaimedAsync(host, Person);
        var before = await EndsAsync();
        await host.Get<Night>().RunAsync(default);
        Assert.Equal(before, await EndsAsync());
        Assert.Equal(404, (int)(await agent.ReadAsync(new string('A', 43))).StatusCode);
        await OutsideAgent.OkAsync(await agent.RefreshAsync());
    }

    [Fact]
    public async Task A_registration_that_nobody_claimed_is_gone_a_week_after_its_window_and_a_claimed_one_stays()
    {
        var (unclaimed, claimed) = (await OutsideAgent.RegisteredAsync(host), await OutsideAgent.ClaimedAsync(host, Person));
        time.Advance(TimeSpan.FromDays(1) + RegistrationCare.Grace - TimeSpan.FromMinutes(1));
        await host.Get<Night>().RunAsync(default);
        Assert.Equal(RegistrationStatus.Expired, (await FoundAsync(unclaimed))!.Status(time.GetUtcNow()));

        time.Advance(TimeSpan.FromMinutes(2));
        await host.Get<Night>().RunAsync(default);
        Assert.Null(await FoundAsync(unclaimed));
        Assert.Equal(RegistrationStatus.Claimed, (await FoundAsync(claimed))!.Status(time.GetUtcNow()));
    }

    [Fact]
    public async Task What_happened_is_kept_for_its_retention_and_no_longer()
    {
        await OutsideAgent.RegisteredAsync(host);
        var first = time.GetUtcNow();
        time.Advance(TimeSpan.FromDays(29));
        var later = await OutsideAgent.RegisteredAsync(host);
        await host.Get<Night>().RunAsync(default);
        Assert.Equal(3, (await HappenedAsync(first)).Count);

        time.Advance(TimeSpan.FromDays(3));
        await host.Get<Night>().RunAsync(default);
        Assert.Empty(await HappenedAsync(first));
        Assert.Contains(await HappenedAsync(first.AddDays(29)), row => row.Registration == later.Id);
    }

    [Fact]
    public async Task An_erased_person_leaves_nothing_in_registrations_accounts_and_the_audit_and_their_agents_end()
    {
        var (own, asked, others) = (await OutsideAgent.ClaimedAsync(host, Person), await OutsideAgent.RegisteredAsync(host), await OutsideAgent.ClaimedAsync(host, Other));
        await asked.BeginClaimAsync(Person.ToUpperInvariant());
        var conversation = (await OutsideAgent.OkAsync(await own.SayAsync("Where is my order #W1001?"))).GetProperty("conversationId").GetString()!;
        await host.DrainedAsync();
        var (hash, account) = (Hashing.Id(Person), (await host.Get<Accounts>().ByEmailAsync(Person, default))!.Id);
        Assert.Contains(Rows(), row => row.Contains(Person, StringComparison.OrdinalIgnoreCase));
        Assert.Contains(Rows(), row => row.Contains(hash, StringComparison.Ordinal));

        var found = await (await host.Staff.SendAsync(ProblemAssert.Request(HttpMethod.Post, "/api/operator/find", null, ProblemAssert.Utf8($$"""{"email":"{{Person}}"}""")))).JsonAsync();
        Assert.Equal(conversation, Assert.Single(found.EnumerateArray()).GetProperty("conversationId").GetString());
        var erased = await EraseAsync(Person);

        Assert.Equal(new[] { own.Id, asked.Id }.Order(), erased.EnumerateArray().Last().GetProperty("registrations").EnumerateArray().Select(id => id.GetString()!).Order());
        Assert.Equal(conversation, erased.EnumerateArray().First().GetProperty("conversationId").GetString());
        Assert.DoesNotContain(Rows(), row => row.Contains(Person, StringComparison.OrdinalIgnoreCase) || row.Contains(hash, StringComparison.Ordinal));
        Assert.DoesNotContain(Rows("AuthMd", "registration", "account", "address", "history", "delegation"), row => row.Contains(account, StringComparison.Ordinal));
        foreach (var agent in (OutsideAgent[])[own, asked])
        {
            await ProblemAssert.IsAsync(await agent.ReadAsync(conversation), 401, "unauthorized");
            Assert.Equal(400, (int)(await agent.TryExchangeAsync()).StatusCode);
        }
        Assert.Equal(404, (int)(await others.ReadAsync(conversation)).StatusCode);
        Assert.NotNull(await host.Get<Accounts>().ByEmailAsync(Other, default));
        Assert.Empty((await EraseAsync(Person)).EnumerateArray());
    }

    [Fact]
    public async Task An_erased_person_whom_a_provider_vouched_for_is_new_to_it_and_nothing_of_before_comes_back()
    {
        await using var provider = await VouchingProvider.StartAsync();
        await using var home = await AgentHost.StartAsync(settings: provider.Settings(Address));
        var agent = new OutsideAgent(home.Client);
        Assert.Equal(200, (int)(await agent.VouchedAsync(provider.IdJag(Address, Person))).StatusCode);
        await agent.ExchangeAsync();
        var (id, assertion) = (agent.Id, agent.Assertion);

        await AgentAsync(home, Person);
        using (var connection = new SqliteConnection($"Data Source={DatabaseFile(home.Data)};Mode=ReadOnly;Pooling=False"))
            Assert.DoesNotContain(Read(connection, "AuthMd").Concat(Read(connection, "Audit")), row => row.Contains(Person, StringComparison.OrdinalIgnoreCase) || row.Contains(Hashing.Id("user-7"), StringComparison.Ordinal));

        Assert.Equal(200, (int)(await agent.VouchedAsync(provider.IdJag(Address, Person))).StatusCode);
        Assert.Equal(id, agent.Id);
        var old = new OutsideAgent(home.Client) { Assertion = assertion };
        Assert.Equal(400, (int)(await old.TryExchangeAsync()).StatusCode);
        await ProblemAssert.IsAsync(await agent.ReadAsync(new string('A', 43)), 401, "unauthorized");

        static async Task AgentAsync(AgentHost home, string email) =>
            await (await home.Staff.SendAsync(ProblemAssert.Request(HttpMethod.Post, "/api/operator/erase", null, ProblemAssert.Utf8($$"""{"email":"{{email}}"}""")))).JsonAsync();
    }

    private async Task<System.Text.Json.JsonElement> EraseAsync(string email) =>
        await (await host.Staff.SendAsync(ProblemAssert.Request(HttpMethod.Post, "/api/operator/erase", null, ProblemAssert.Utf8($$"""{"email":"{{email}}"}""")))).JsonAsync();

    private Task<Registration?> FoundAsync(OutsideAgent agent) => host.Get<RegistrationStore>().FindAsync(agent.Id, default);

    private async Task<IReadOnlyList<AuditRow>> HappenedAsync(DateTimeOffset day) => (await host.Get<AuditTable>().OfDayAsync(DateOnly.FromDateTime(day.UtcDateTime), null, default)).Rows;

    /// <summary>Partitions with entries that have an end.</summary>
    private Task<List<string>> EndsAsync()
    {
        using var connection = new SqliteConnection($"Data Source={DatabaseFile(host.Data)};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT pk FROM rows WHERE tbl = 'AuthMd' AND hash IS NOT NULL ORDER BY pk";
        using var reader = command.ExecuteReader();
        var kinds = new List<string>();
        while (reader.Read()) kinds.Add(reader.GetString(0)[..reader.GetString(0).LastIndexOf('-')]);
        return Task.FromResult(kinds);
    }

    private List<string> Rows(string? table = null, params string[] kinds)
    {
        using var connection = new SqliteConnection($"Data Source={DatabaseFile(host.Data)};Mode=ReadOnly;Pooling=False");
        return [.. Read(connection, table).Where(row => kinds.Length == 0 || kinds.Any(kind => row.StartsWith($"{kind}-", StringComparison.Ordinal)))];
    }

    private static List<string> Read(SqliteConnection connection, string? table)
    {
        if (connection.State != System.Data.ConnectionState.Open) connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT pk || ' ' || rk || ' ' || coalesce(json, '') || ' ' || coalesce(cast(content AS TEXT), '') FROM rows WHERE $table IS NULL OR tbl = $table";
        command.Parameters.AddWithValue("$table", (object?)table ?? DBNull.Value);
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read()) rows.Add(reader.GetString(0));
        return rows;
    }

    private static string DatabaseFile(string data) => Directory.EnumerateFiles(data, "*.db", SearchOption.AllDirectories).Single();
}

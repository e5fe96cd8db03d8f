using System.Text;
using System.Text.Json;
using FunctionsAgent.Access;
using FunctionsAgent.Storage;
using FunctionsAgent.Tests.Drivers;

namespace FunctionsAgent.Tests.Access;

/// <summary>What is recorded of agents that register.</summary>
public sealed class AuditTableTests
{
    [Fact]
    public async Task A_registration_and_its_assertion_are_recorded_in_one_write_in_order()
    {
        var (tables, commits) = (new TablesDecorator(), new List<TableCommit>());
        tables.Before = commit =>
        {
            if (commit.Table == AuditTable.Table) commits.Add(commit);
        };
        await using var host = await AgentHost.StartAsync(configure: tables.Register);

        var id = await RegisterAsync(host, 200);

        var commit = Assert.Single(commits);
        var rows = await host.Get<ITables>().RangeAsync(AuditTable.Table, commit.Partition, "", "\uffff", 10);
        var recorded = rows.Select(row => JsonDocument.Parse(row.Cells.Json!).RootElement).Select(row => (row.GetProperty("event").GetString(), row.GetProperty("registration").GetString()));
        Assert.Equal([("registration.created", id), ("assertion.issued", id)], recorded);
    }

    [Fact]
    public async Task Who_cannot_be_recorded_is_told_nothing()
    {
        var tables = new TablesDecorator
        {
            Before = commit =>
            {
                if (commit.Table == AuditTable.Table) throw new StoreBusyException("The trail is away.");
            },
        };
        await using var host = await AgentHost.StartAsync(configure: tables.Register);
        Assert.Null(await RegisterAsync(host, 503));
    }

    private static async Task<string?> RegisterAsync(AgentHost host, int status)
    {
        using var body = new StringContent("""{"type":"anonymous"}""", Encoding.UTF8, "application/json");
        using var response = await host.Client.PostAsync("/agent/identity", body);
        Assert.Equal(status, (int)response.StatusCode);
        using var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return answer.RootElement.TryGetProperty("id", out var id) ? id.GetString() : null;
    }
}

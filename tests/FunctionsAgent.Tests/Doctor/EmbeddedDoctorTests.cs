using System.Globalization;
using FunctionsAgent.Storage;
using FunctionsAgent.Tests.Drivers;
using FunctionsAgent.Tests.Tools;
using Microsoft.Data.Sqlite;

namespace FunctionsAgent.Tests.Doctor;

/// <summary>Green on a sound installation; each fault is planted alone, named, and told how to mend.</summary>
public sealed class EmbeddedDoctorTests
{
    [Fact]
    public async Task It_is_green_before_the_first_start_and_makes_nothing()
    {
        using var clinic = new Clinic();
        var (code, findings) = await clinic.ExamineAsync();

        Assert.Equal(0, code);
        Assert.All(findings, finding => Assert.Equal("ok", finding.State));
        Assert.Equal(["agents", "clock", "identity", "reachability", "settings", "store", "versions"], findings.Select(f => f.Area).Distinct().Order(StringComparer.Ordinal));
        Assert.False(Directory.Exists(clinic.Data));
    }

    [Fact]
    public async Task It_is_green_beside_a_running_instance_and_after_it()
    {
        using var clinic = new Clinic();
        await using (var host = await AgentHost.StartAsync(clinic.Data))
        {
            var chat = await host.OpenChatAsync();
            await chat.SayAsync("Where is my order #W1001?");
            await host.DrainedAsync();
            var (running, seen) = await clinic.ExamineAsync();
            Assert.Equal(0, running);
            Assert.All(seen, finding => Assert.Equal("ok", finding.State));
            Assert.Contains(seen, finding => finding.What == "instance" && finding.Detail.EndsWith("is ready", StringComparison.Ordinal));
            Assert.Contains(seen, finding => finding.What == "integrity");
        }

        var (stopped, after) = await clinic.ExamineAsync();
        Assert.Equal(0, stopped);
        Assert.All(after, finding => Assert.Equal("ok", finding.State));
        Assert.Contains(after, finding => finding is { What: "instance", Detail: "none is running" });
    }

    [Fact]
    public async Task It_prints_a_table_and_how_to_mend()
    {
        using var clinic = new Clinic { Settings = { ["Pipeline__RunAhead"] = "sometimes" } };
        var (code, output) = await clinic.PrintAsync();

        Assert.Equal(1, code);
        Assert.StartsWith("STATE", output, StringComparison.Ordinal);
        Assert.Contains("FAILED  settings", output, StringComparison.Ordinal);
        Assert.Contains("  mend: ", output, StringComparison.Ordinal);
        Assert.EndsWith("1 FAILED\n", output, StringComparison.Ordinal);
    }

    public static TheoryData<string, string, string, string> Faults => new()
    {
        // fault, area, what is named, state
        { "a value that cannot be", "settings", "Pipeline__RunAhead", "FAILED" },
        { "a misspelt name", "settings", "Pipeline__RunAhed", "warning" },
        { "a reply address without its secret", "settings", "Channels__Webhook__shop__Secret", "FAILED" },
        { "an unresolved reference to a key vault", "settings", "Channels__Twilio__AuthToken", "FAILED" },
        { "a broken agent", "agents", "broken/agent.yaml", "FAILED" },
        { "a key others can read", "identity", "key", "FAILED" },
        { "a tool's system that is away", "reachability", "tool cancel_order", "FAILED" },
        { "a tool's system in trouble", "reachability", "tool cancel_order", "warning" },
        { "a mail server that is away", "reachability", "mail", "FAILED" },
        { "a reply address that is away", "reachability", "replies to shop", "FAILED" },
        { "a report's receiver that is away", "reachability", "nightly report", "FAILED" },
        { "a model that is away", "reachability", "model", "FAILED" },
        { "an instance that was killed", "reachability", "instance", "warning" },
        { "a data directory that is a file", "store", "data directory", "FAILED" },
        { "a newer schema", "store", "schema", "FAILED" },
        { "a file that is no database", "store", "database", "FAILED" },
        { "an index that lost its rows", "store", "integrity", "FAILED" },
        { "a message without its session", "queues", "sessions", "FAILED" },
        { "a parked message", "queues", "parked", "warning" },
        { "a clock 20 s off", "clock", "", "warning" },
        { "a clock an hour off", "clock", "", "FAILED" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_planted_fault_is_named_and_nothing_else_is(string fault, string area, string what, string state)
    {
        using var clinic = new Clinic();
        await using var peer = await PlantAsync(fault, clinic);
        var (code, findings) = await clinic.ExamineAsync();

        var found = Assert.Single(findings, finding => finding.State != "ok");
        Assert.Equal((area, state), (found.Area, found.State));
        Assert.EndsWith(what.Length > 0 ? what : new Uri(peer!.Url).Authority, found.What, StringComparison.Ordinal);
        Assert.Equal(state == "FAILED" ? 1 : 0, code);
    }

    /// <summary>A sound installation with one thing wrong.</summary>
    private static async Task<Peer?> PlantAsync(string fault, Clinic clinic)
    {
        await using (await AgentHost.StartAsync(clinic.Data))
        {
            // Started and stopped: the data directory is a real one.
        }
        switch (fault)
        {
            case "a value that cannot be": clinic.Settings["Pipeline__RunAhead"] = "sometimes"; break;
            case "a misspelt name": clinic.Settings["Pipeline__RunAhed"] = "never"; break;
            case "a reply address without its secret":
                var receiver = await Peer.AnsweringAsync(200);
                clinic.Settings["Channels__Webhook__shop__ReplyUrl"] = receiver.Url;
                return receiver;
            case "an unresolved reference to a key vault": clinic.Settings["Channels__Twilio__AuthToken"] = "@Microsoft.KeyVault(VaultName=v;SecretName=s)"; break;
            case "a broken agent":
                Directory.CreateDirectory(Path.Combine(clinic.Data, "agents", "broken"));
                await File.WriteAllTextAsync(Path.Combine(clinic.Data, "agents", "broken", "agent.yaml"), "name: [");
                clinic.Settings["Agents__Path"] = Path.Combine(clinic.Data, "agents");
                break;
            case "a key others can read" when !OperatingSystem.IsWindows(): File.SetUnixFileMode(Path.Combine(clinic.Data, "key"), (UnixFileMode)0b110_100_100); break;
            case "a tool's system that is away": clinic.Settings["Shop"] = Peer.NobodyThere(); break;
            case "a tool's system in trouble":
                var shop = await Peer.AnsweringAsync(503);
                clinic.Settings["Shop"] = shop.Url;
                return shop;
            case "a mail server that is away":
                clinic.Settings["Channels__Smtp__Host"] = "127.0.0.1";
                clinic.Settings["Channels__Smtp__Port"] = $"{new Uri(Peer.NobodyThere()).Port}";
                clinic.Settings["Channels__Smtp__From"] = "support@shop.example";
                break;
            case "a report's receiver that is away":
                clinic.Settings["Report__Webhook__Secret"] = SignedWebhook.Secret;
                clinic.Settings["Report__Webhook__Url"] = Peer.NobodyThere();
                break;
            case "a reply address that is away":
                clinic.Settings["Channels__Webhook__shop__Secret"] = SignedWebhook.Secret;
                clinic.Settings["Channels__Webhook__shop__ReplyUrl"] = Peer.NobodyThere();
                break;
            case "a model that is away":
                clinic.Settings["Models__default__Kind"] = "openai";
                clinic.Settings["Models__default__Deployment"] = "small";
                clinic.Settings["Models__default__Endpoint"] = Peer.NobodyThere();
                break;
            case "an instance that was killed":
                await File.WriteAllTextAsync(Path.Combine(clinic.Data, "instance.json"), $$"""{"url":"{{Peer.NobodyThere()}}","key":"k","pid":1,"started":"2026-03-01T12:00:00Z"}""");
                break;
            case "a data directory that is a file":
                Directory.Delete(clinic.Data, recursive: true);
                await File.WriteAllTextAsync(clinic.Data, "");
                break;
            case "a newer schema": Sql(clinic, "PRAGMA user_version=99"); break;
            case "a file that is no database": await File.WriteAllTextAsync(Path.Combine(clinic.Data, "agent.db"), new string('x', 8192)); break;
            case "an index that lost its rows":
                Sql(clinic, "INSERT INTO scheduled(due, queue, session, body) VALUES(1,'input','s','b')");
                Sql(clinic, "PRAGMA writable_schema=1; UPDATE sqlite_schema SET rootpage=(SELECT rootpage FROM sqlite_schema WHERE name='messages_session') WHERE name='scheduled_due';");
                break;
            case "a message without its session": Sql(clinic, "INSERT INTO messages(queue, session, body, enqueued) VALUES('input','s','{}',1)"); break;
            case "a parked message":
                Sql(clinic, "INSERT INTO rows(tbl, pk, rk, ver, json) VALUES('Parked','input','a',1,'{\"cause\":\"x\"}')");
                break;
            case "a clock 20 s off": return await ClockAsync(clinic, TimeSpan.FromSeconds(20));
            case "a clock an hour off": return await ClockAsync(clinic, -TimeSpan.FromHours(1));
            default: throw new ArgumentOutOfRangeException(nameof(fault), fault, null);
        }
        return null;
    }

    private static async Task<Peer> ClockAsync(Clinic clinic, TimeSpan ahead)
    {
        var peer = await Peer.StartAsync((context, _) =>
        {
            context.Response.Headers.Date = (DateTimeOffset.UtcNow + ahead).ToString("R", CultureInfo.InvariantCulture);
            return Task.CompletedTask;
        });
        clinic.Settings["Shop"] = peer.Url;
        return peer;
    }

    private static void Sql(Clinic clinic, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(clinic.Data, "agent.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The test's own text.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}

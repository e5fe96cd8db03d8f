using System.Text.Json;
using FunctionsAgent.Local;
using FunctionsAgent.Storage;
using FunctionsAgent.Tests.Doors;
using FunctionsAgent.Tests.Drivers;
using Microsoft.Data.Sqlite;

namespace FunctionsAgent.Tests.DataCare;

/// <summary>A backup is one moment of a running instance; a restored one is verified before it is used, and goes on.</summary>
public sealed class BackupTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("functionsagent-").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Theory]
    [InlineData("copy")]
    [InlineData("copy.zip")]
    public async Task Made_beside_a_running_instance_it_verifies_and_goes_on(string name)
    {
        await using (var host = await AgentHost.StartAsync(At("data"), Wire.Settings()))
        {
            var large = await (await host.SendAsync(Wire.Webhook(new { conversation = "c1", text = new string('x', 60_000) }))).ConversationAsync();
            await host.TurnsEndedAsync(large);
            var chat = await host.OpenChatAsync();
            await chat.SayAsync("Where is my order #W1001?");
            await host.DrainedAsync();
            // While it is taken, others go on writing.
            using var stop = new CancellationTokenSource();
            var busy = Task.Run(async () =>
            {
                while (!stop.IsCancellationRequested) await (await host.OpenChatAsync()).SayAsync("Where is my order #W1002?");
            });
            var (code, output, error) = await RunAsync("data", "backup", At(name), "--json");
            await stop.CancelAsync();
            await busy;
            Assert.True(code == 0, output + error);
        }

        var (restored, json, trouble) = await RunAsync("new", "restore", At(name), "--json");
        Assert.True(restored == 0, json + trouble);
        Assert.True(JsonDocument.Parse(json).RootElement.GetProperty("conversations").GetInt32() >= 2);
        Assert.False(File.Exists(Path.Combine(At("copy"), "key")));

        await using var again = await AgentHost.StartAsync(At("new"));
        var next = await again.OpenChatAsync();
        Assert.Equal("replied", (await next.SayAsync("Where is my order #W1001?")).Status);
        await again.DrainedAsync();
    }

    [Theory]
    [InlineData("nothing to back up", "empty", "backup", "copy2", "nothing to back up")]
    [InlineData("a target that is there", "data", "backup", "copy", "is there already")]
    [InlineData("a directory in use", "data", "restore", "copy", "is not empty")]
    [InlineData("an unfinished backup", "new", "restore", "half", "no backup.json")]
    [InlineData("no backup at all", "new", "restore", "nowhere", "no backup.json")]
    [InlineData("no zip file", "new", "restore", "text.zip", "cannot be read")]
    public async Task Wrong_use_is_refused_and_changes_nothing(string what, string data, string verb, string argument, string message)
    {
        await SampleAsync();
        Directory.CreateDirectory(At("half"));
        await File.WriteAllTextAsync(At("text.zip"), what);
        var before = Directory.EnumerateFileSystemEntries(root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();

        var (code, _, error) = await RunAsync(data, verb, At(argument));
        Assert.Equal(2, code);
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.Equal(before, Directory.EnumerateFileSystemEntries(root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("an event changed", "hash does not fit")]
    [InlineData("the database cut short", "")]
    [InlineData("the database missing", "agent.db is missing")]
    [InlineData("a newer schema", "schema 99")]
    public async Task A_backup_that_is_not_whole_is_named(string damage, string problem)
    {
        await SampleAsync();
        var file = Path.Combine(At("copy"), "agent.db");
        switch (damage)
        {
            case "an event changed": Sql(file, "UPDATE rows SET json=replace(json, '\"stage\":\"input\"', '\"stage\":\"output\"') WHERE tbl='Conversations' AND rk='e:0000000002'"); break;
            case "a newer schema": Sql(file, "PRAGMA user_version=99"); break;
            case "the database missing": File.Delete(file); break;
            default:
                await using (var stream = File.OpenWrite(file)) stream.SetLength(stream.Length / 2);
                break;
        }
        var (code, output, _) = await RunAsync("new", "restore", At("copy"), "--json");
        Assert.Equal(1, code);
        Assert.Contains(JsonDocument.Parse(output).RootElement.GetProperty("problems").EnumerateArray(), p => p.GetString()!.Contains(problem, StringComparison.Ordinal));
    }

    private async Task SampleAsync()
    {
        await using (var host = await AgentHost.StartAsync(At("data")))
        {
            var chat = await host.OpenChatAsync();
            await chat.SayAsync("Where is my order #W1001?");
            await host.DrainedAsync();
        }
        Assert.Equal(0, (await RunAsync("data", "backup", At("copy"))).Code);
    }

    private string At(string name) => Path.Combine(root, name);

    private async Task<(int Code, string Output, string Error)> RunAsync(string data, params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await CommandLine.RunAsync([.. args, "--data", At(data)], output, error).WaitAsync(TimeSpan.FromSeconds(120));
        return (code, output.ToString(), error.ToString());
    }

    private static void Sql(string file, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The test's own text.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}

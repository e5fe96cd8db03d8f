using System.Text.Json;
using System.Text.Json.Nodes;
using FunctionsAgent.Conversations;
using FunctionsAgent.Queues;
using FunctionsAgent.Storage;
using Microsoft.Extensions.Time.Testing;

namespace FunctionsAgent.Tests.Drivers;

/// <summary>Waiting until the host has nothing left to do, and reading what that left behind.</summary>
internal static class Settled
{
    private static readonly TimeSpan Nudge = TimeSpan.FromSeconds(1);
    private static readonly string[] Fleeting = ["milliseconds", "accepted", "due", "tokenHash"];

    /// <summary>Until no message is on a queue or under lock; what is scheduled for later stays.</summary>
    public static Task DrainedAsync(this AgentHost host) =>
        UntilAsync("The queues drain", async () => (await host.Get<IQueueDepths>().DepthsAsync()).All(d => d.Active + d.Locked + d.DeadLetters <= 0));

    /// <summary>Until everything that was scheduled up to now has been put on its queue.</summary>
    public static Task DueAsync(this AgentHost host, FakeTimeProvider time) => UntilAsync(
        "what is due is on its queue",
        () => Task.FromResult(host.Get<SqliteDatabase>().Read(c => c.Number($"SELECT count(*) FROM scheduled WHERE due <= {time.GetUtcNow().UtcTicks}")) == 0),
        () => time.Advance(Nudge));

    /// <summary>Until this many messages of a thread wait for their turn.</summary>
    public static Task PendingAsync(this AgentHost host, string conversation, int messages) =>
        UntilAsync($"{messages} messages wait", async () => await host.Get<ConversationLog>().PendingCountAsync(conversation, messages, CancellationToken.None) >= messages);

    /// <summary>
    /// Moves the clock on and waits until the log says so. The clock is nudged meanwhile: whoever read it just before the
    /// move and sets a timer just after counts from then on.
    /// </summary>
    public static Task<IReadOnlyList<LoggedEvent>> LogAfterAsync(this AgentHost host, FakeTimeProvider time, TimeSpan by, string conversation, Func<IReadOnlyList<LoggedEvent>, bool> ready)
    {
        time.Advance(by);
        return host.LogWhenAsync(conversation, log =>
        {
            if (ready(log)) return true;
            time.Advance(Nudge);
            return false;
        });
    }

    public static async Task UntilAsync(string what, Func<Task<bool>> reached, Action? meanwhile = null)
    {
        var until = DateTimeOffset.UtcNow + AgentHost.Patience;
        while (!await reached())
        {
            if (DateTimeOffset.UtcNow > until) throw new TimeoutException($"This never happened: {what}.");
            meanwhile?.Invoke();
            await Task.Delay(5);
        }
    }

    public static async Task<IReadOnlyList<LoggedEvent>> TurnsEndedAsync(this AgentHost host, string conversation, int turns = 1) =>
        await host.LogWhenAsync(conversation, log => log.Count(e => e.Type == "TurnEnded") >= turns);

    /// <summary>The ids of the messages that replies name, one entry for each time.</summary>
    public static IReadOnlyList<string> Answered(this IEnumerable<LoggedEvent> log) => [.. log.Where(e => e.Type == "ReplySent").SelectMany(e => e.Answers)];

    public static IReadOnlyList<LoggedEvent> Of(this IEnumerable<LoggedEvent> log, string type) => [.. log.Where(e => e.Type == type)];

    /// <summary>Type, stage and data without times and durations: what two runs of the same conversation share.</summary>
    public static IReadOnlyList<string> Gist(this IEnumerable<LoggedEvent> log) => [.. log.Select(e =>
    {
        var data = JsonNode.Parse(e.Data.GetRawText())!.AsObject();
        foreach (var name in Fleeting) data.Remove(name);
        return $"{e.Seq} {e.Episode} {e.Stage} {e.Type} {data.ToJsonString()}";
    })];

    /// <summary>Rows of every table of the embedded store but that of packages, which a host fills by itself after it began to answer.</summary>
    public static long Rows(this AgentHost host) => host.Get<SqliteDatabase>().Read(c => c.Number("SELECT count(*) FROM rows WHERE tbl <> 'Packages'")!.Value);

    /// <summary>Rows of one agent's published versions.</summary>
    public static long PackageRows(this AgentHost host, string agent) => host.Get<SqliteDatabase>().Read(c => c.Number($"SELECT count(*) FROM rows WHERE tbl = 'Packages' AND pk = '{agent}'")!.Value);

    public static async Task<IReadOnlyList<JsonElement>> ListAsync(this HttpClient client, string path)
    {
        using var answer = JsonDocument.Parse(await client.GetStringAsync(path));
        return [.. answer.RootElement.Clone().EnumerateArray()];
    }
}

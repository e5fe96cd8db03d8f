using System.Globalization;
using FunctionsAgent.Conversations;

namespace FunctionsAgent.Feedback;

/// <summary>What the steps of a script's conversations say they did, read from the log: branches nobody ever took are not in it.</summary>
public sealed class ScriptTraces(ConversationLog log, Indexes indexes, TimeProvider time)
{
    private const int Page = 500;

    /// <summary>Of the conversations of the last days that ran in one version of an agent.</summary>
    public async Task<TracesSeen> ReadAsync(string agent, string version, int days, CancellationToken ct)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var threads = new HashSet<string>(StringComparer.Ordinal);
        for (var back = 0; back < days; back++)
            for (var shard = 0; shard < Indexes.DayShards; shard++)
                await foreach (var row in indexes.OfDayAsync(agent, today.AddDays(-back).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), shard, ct)) threads.Add(row.Key);

        var (traces, conversations) = (new SortedSet<string>(StringComparer.Ordinal), 0);
        foreach (var thread in threads)
            if (await AddAsync(thread, agent, version, traces, ct)) conversations++;
        return new TracesSeen(agent, version, conversations, [.. traces]);
    }

    /// <summary>Whether the thread ran in this version at all.</summary>
    private async Task<bool> AddAsync(string thread, string agent, string version, SortedSet<string> traces, CancellationToken ct)
    {
        var (isOurs, wasOurs) = (false, false);
        for (long from = 1; ;)
        {
            var events = await log.EventsAsync(thread, from, Page, ct);
            foreach (var e in events)
            {
                if (e.Type == EventTypes.ConversationStarted) wasOurs |= isOurs = e.Text("agent") == agent && e.Text("version") == version;
                else if (isOurs && e.Type == EventTypes.ScriptStepped) traces.UnionWith(e.Texts("trace"));
            }
            if (events.Count < Page) return wasOurs;
            from = events[^1].Seq + 1;
        }
    }
}

/// <param name="Traces">Each once: <c>kind name line</c>.</param>
public sealed record TracesSeen(string Agent, string Version, int Conversations, IReadOnlyList<string> Traces);

using FunctionsAgent.Agents;
using FunctionsAgent.Conversations;
using FunctionsAgent.Queues;

namespace FunctionsAgent.Evaluation;

/// <summary>Fetches what an explanation is made of: the log of the thread, and the package its conversation runs in.</summary>
public sealed class Explainer(ConversationLog log, Packages packages)
{
    private const int Page = 500;

    /// <summary>The last turn.</summary>
    public const string Last = "last";

    /// <param name="turn">A turn's id, or <see cref="Last"/>.</param>
    /// <param name="episode">Only turns of this one, where named.</param>
    /// <returns>Null for a thread nobody has written to; without an explanation the ids of the turns there are.</returns>
    public async Task<(Explanation? Explanation, IReadOnlyList<string> Turns)?> FindAsync(string thread, string turn, int? episode, CancellationToken ct)
    {
        if (await log.HeadAsync(thread, ct) is not { } head) return null;
        var events = await EventsAsync(log, thread, ct);
        var turns = ExplainedTurn.All(events).Where(t => episode is null || t.Decisive.Episode == episode).ToList();
        var found = turn == Last ? turns.LastOrDefault() : turns.Find(t => t.Id == turn);
        if (found is null) return (null, [.. turns.Select(t => t.Id)]);
        var started = events.Last(e => e.Type == EventTypes.ConversationStarted && e.Seq < found.Decisive.Seq);
        var purgedTurns = head.Turns - events.Count(e => e.Type == EventTypes.TurnStarted);
        return (ExplainView.Of(thread, events, found, await PackageAsync(started.Text("agent") ?? "", started.Text("version"), ct), purgedTurns), []);
    }

    /// <summary>The whole log of a thread, as far back as it goes.</summary>
    internal static async Task<List<Event>> EventsAsync(ConversationLog log, string thread, CancellationToken ct)
    {
        var events = new List<Event>();
        for (long from = 1; ;)
        {
            var page = await log.EventsAsync(thread, from, Page, ct);
            events.AddRange(page);
            if (page.Count < Page) return events;
            from = page[^1].Seq + 1;
        }
    }

    /// <summary>That very version, or null: another one would explain something else.</summary>
    private async Task<Package?> PackageAsync(string agent, string? version, CancellationToken ct)
    {
        try
        {
            return await packages.FindAsync(agent, version, ct) is { } package && package.Version == version ? package : null;
        }
        catch (PermanentException)
        {
            return null;
        }
    }
}

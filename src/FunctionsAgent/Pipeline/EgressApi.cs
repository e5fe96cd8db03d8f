using System.Collections.Frozen;
using System.Globalization;
using System.Runtime.CompilerServices;
using FunctionsAgent.Access;
using FunctionsAgent.Agents;
using FunctionsAgent.Conversations;
using FunctionsAgent.Feedback;
using Microsoft.AspNetCore.Http;

namespace FunctionsAgent.Pipeline;

/// <summary>What left the installation, over HTTP: a page of calls, where each went, and the classes it carried.</summary>
public sealed class EgressApi(Authentication authentication, Packages packages, Indexes indexes, EgressScan scan, TimeProvider time)
{
    private const int UsualDays = 7, MostDays = 400;

    private static readonly FrozenDictionary<string, StaffRole> Roles = NeedsRoleAttribute.Table(typeof(EgressApi));

    /// <summary><c>?days=7&amp;agent=</c> or <c>?conversation=ID</c> (<c>ID/3</c>: its third episode), and <c>after</c>: the <c>next</c> of the page before.</summary>
    [NeedsRole(StaffRole.Reviewer)]
    public Task<IResult> ListAsync(HttpRequest request, CancellationToken ct) => AsStaffAsync(request, async _ =>
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var (given, after) = (request.Query["days"].ToString(), request.Query["after"].ToString());
        var days = given.Length == 0 ? UsualDays : int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        if (days is < 1 or > MostDays) return Problem.Of(400, "invalid-days", "days must be a whole number.", $"From 1 to {MostDays}.");
        var cursor = after.Length == 0 ? null : EgressCursor.Parse(after);
        if (after.Length > 0 && cursor is null) return InvalidAfter();
        if (request.Query["conversation"].ToString() is { Length: > 0 } conversation) return await OfThreadAsync(conversation, cursor, ct);

        var agent = request.Query["agent"].ToString();
        if (agent.Length > 0 && packages.Find(agent) is null && !(await indexes.AgentsAsync(ct)).ContainsKey(agent)) return Problem.UnknownAgent(agent);
        cursor ??= EgressCursor.Of(today.AddDays(1 - days), today);
        // Read from the newest day to the oldest: a cursor may not make that longer than a question could.
        if (EgressCursor.Date(cursor.To).DayNumber - EgressCursor.Date(cursor.From).DayNumber >= MostDays) return InvalidAfter();
        return Page(await scan.DaysAsync(cursor, agent.Length == 0 ? null : agent, ct), cursor.From, cursor.To);
    });

    private async Task<IResult> OfThreadAsync(string conversation, EgressCursor? cursor, CancellationToken ct)
    {
        var (name, episode) = conversation.Split('/') is [var thread, var number] && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n > 0 ? (thread, n) : (conversation, (int?)null);
        if (!ThreadId.TryParse(name, out var id)) return Problem.UnknownConversation();
        var page = await scan.ThreadAsync(id.Value, episode, cursor, ct);
        return page.Conversations == 0 ? Problem.UnknownConversation() : Page(page, null, null);
    }

    private static IResult Page(EgressPage page, string? from, string? to) => Results.Json(new
    {
        from, to, conversations = page.Conversations, calls = page.Calls, totals = EgressReader.Totals(page.Calls), incomplete = page.Incomplete, next = page.Next?.ToString(),
    });

    private static IResult InvalidAfter() => Problem.Of(400, "invalid-after", "after is not what a page gave as next.");

    private Task<IResult> AsStaffAsync(HttpRequest request, Func<Principal, Task<IResult>> answer, [CallerMemberName] string method = "") =>
        authentication.AsStaffAsync(request, Roles[method], answer);
}

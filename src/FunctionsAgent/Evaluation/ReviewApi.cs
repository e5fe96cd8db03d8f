using System.Collections.Frozen;
using System.Globalization;
using System.Runtime.CompilerServices;
using FunctionsAgent.Access;
using FunctionsAgent.Agents;
using FunctionsAgent.Conversations;
using FunctionsAgent.Feedback;
using FunctionsAgent.Storage;
using Microsoft.AspNetCore.Http;

namespace FunctionsAgent.Evaluation;

/// <summary>Reviewing over HTTP: what to look at next, what people said of it, and how far they agree.</summary>
public sealed class ReviewApi(Authentication authentication, Packages packages, Reviews reviews, ReviewIndex marked, ReviewScan scan, Indexes indexes, Persons persons, TimeProvider time)
{
    private const int MaxBody = 16 * 1024;
    private const int MostItems = 100;
    private const int MostThreadsOfOne = 20;

    private static readonly FrozenDictionary<string, StaffRole> Roles = NeedsRoleAttribute.Table(typeof(ReviewApi));

    /// <summary><c>{"conversationId","turn","category","note"?}</c>: a mark, by the caller.</summary>
    [NeedsRole(StaffRole.Reviewer)]
    public Task<IResult> MarkAsync(HttpRequest request, CancellationToken ct) => AsStaffAsync(request, async caller =>
    {
        var (body, problem) = await Requests.ObjectAsync(request, MaxBody, ct);
        if (problem is not null) return problem;
        var (conversation, badConversation) = Requests.Text(body, "conversationId", 100);
        var (turn, badTurn) = Requests.Text(body, "turn", 100);
        var (category, badCategory) = Requests.Text(body, "category", 100);
        var (note, badNote) = Requests.Text(body, "note", Reviews.MaxNote);
        if ((badConversation ?? badTurn ?? badCategory ?? badNote) is { } bad) return bad;
        if (category is null || !ReviewMarks.Categories.Contains(category)) return Problem.Of(400, "unknown-category", "There is no such category.", $"{string.Join(", ", ReviewMarks.Categories)}.");
        if (turn is null) return Problem.Of(400, "no-turn", "The turn is missing.", "Send {\"turn\": \"t12\"}, or \"last\".");
        if (!ThreadId.TryParse(conversation, out var id)) return Problem.UnknownConversation();
        try
        {
            var marked = await reviews.MarkAsync(id.Value, turn, category, string.IsNullOrWhiteSpace(note) ? null : note.Trim(), caller.By, ct);
            return marked.Outcome switch
            {
                ReviewOutcome.UnknownConversation => Problem.UnknownConversation(),
                ReviewOutcome.UnknownTurn => ExplainApi.UnknownTurn(marked.Turns),
                ReviewOutcome.OpenTurn => Problem.Of(409, "turn-open", "The turn is not over yet.", "Mark it when the customer has the reply."),
                _ => Results.Json(new { conversationId = id.Value, turn = marked.Turn, category, marked = marked.Outcome == ReviewOutcome.Marked, reviews = marked.Marks }),
            };
        }
        catch (Exception e) when (Explainer.IsBroken(e))
        {
            return ExplainApi.Broken();
        }
        catch (ConflictException)
        {
            return Problem.Of(409, "conversation-busy", "The conversation is being written to all the time.", "Send the same again.");
        }
    });

    /// <summary>What the caller should look at next: <c>?agent=&amp;count=10&amp;days=7</c>.</summary>
    [NeedsRole(StaffRole.Reviewer)]
    public Task<IResult> NextAsync(HttpRequest request, CancellationToken ct) => AsStaffAsync(request, async caller =>
    {
        if (Agents(request) is not { } agents) return Problem.UnknownAgent(request.Query["agent"].ToString());
        if (Number(request, "count", 10, MostItems) is not { } count) return Invalid("count", MostItems);
        if (Number(request, "days", 7, 31) is not { } days) return Invalid("days", 31);
        var now = Present();
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var reading = await scan.DaysAsync(agents, today.AddDays(1 - days), today, ct);
        var turns = ReviewCases.Of(reading.Threads, now, out var broken);
        var since = new DateTimeOffset(today.AddDays(1 - days).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        return Results.Json(new
        {
            day = Indexes.Day(now), reviewer = caller.By, conversations = reading.Threads.Count, most = ReviewScan.MostThreads, complete = reading.Complete,
            tooLong = reading.TooLong, broken = broken + reading.Broken, items = ReviewSample.Of(turns, caller.By, Indexes.Day(now), count, since, now),
        });
    });

    /// <summary>The marks made in the last days, and how far people agree with each other and with the outcome rules: <c>?agent=&amp;days=31</c>.</summary>
    [NeedsRole(StaffRole.Reviewer)]
    public Task<IResult> MarksAsync(HttpRequest request, CancellationToken ct) => AsStaffAsync(request, async _ =>
    {
        if (Agents(request) is not { } agents) return Problem.UnknownAgent(request.Query["agent"].ToString());
        if (Number(request, "days", 31, 400) is not { } days) return Invalid("days", 400);
        var now = Present();
        var (from, to) = (DateOnly.FromDateTime(now.UtcDateTime).AddDays(1 - days), DateOnly.FromDateTime(now.UtcDateTime));
        var threads = new List<string>();
        var complete = true;
        foreach (var agent in agents)
        {
            var found = await marked.ThreadsAsync(agent, from, to, ReviewScan.MostThreads - threads.Count + 1, ct);
            complete &= threads.Count + found.Count <= ReviewScan.MostThreads;
            threads.AddRange(found.Take(ReviewScan.MostThreads - threads.Count));
        }
        var reading = await scan.ThreadsAsync(threads.Select(thread => (thread, 1L)), ct);
        // Entered, and the log is gone: retention took it.
        foreach (var gone in reading.Threads.Where(t => t.Log.Count == 0))
            foreach (var agent in agents) await marked.ForgetAsync(agent, gone.Thread, from, to, ct);
        var turns = ReviewCases.Of([.. reading.Threads.Where(t => t.Log.Count > 0), .. await OthersAsync(reading, ct)], now, out var broken);
        var marks = ReviewMarks.Last(turns.Where(t => threads.Contains(t.Thread, StringComparer.Ordinal)), now);
        return Results.Json(new { days, complete, broken = broken + reading.Broken, tooLong = reading.TooLong, agreement = ReviewAgreement.Of(marks), marks });
    });

    /// <summary>What the people of these conversations said elsewhere: a return there undoes an outcome here.</summary>
    private async Task<IReadOnlyList<ReviewedThread>> OthersAsync(ReviewReading reading, CancellationToken ct)
    {
        var known = reading.Threads.Select(t => t.Thread).ToHashSet(StringComparer.Ordinal);
        var others = new HashSet<string>(StringComparer.Ordinal);
        foreach (var person in reading.Threads.SelectMany(t => t.Log).Where(e => e.Type == EventTypes.MessageReceived).Select(e => e.Text("person")).OfType<string>().Distinct(StringComparer.Ordinal))
        {
            var taken = 0;
            foreach (var contact in await persons.ContactsOfAsync(person, ct))
                await foreach (var row in indexes.OfContactAsync(contact, ct))
                {
                    if (++taken > MostThreadsOfOne || others.Count >= ReviewScan.MostThreads) break;
                    if (!known.Contains(row.Key)) others.Add(row.Key);
                }
        }
        return (await scan.ThreadsAsync(others.Select(thread => (thread, 1L)), ct)).Threads;
    }

    /// <summary>Events carry milliseconds: what was committed in this very one has happened.</summary>
    private DateTimeOffset Present() => time.GetUtcNow().AddMilliseconds(1);

    /// <summary>The agent asked for, or all; null where there is none of that name.</summary>
    private IReadOnlyList<string>? Agents(HttpRequest request)
    {
        var agent = request.Query["agent"].ToString();
        if (agent.Length == 0) return [.. packages.All.Select(p => p.Name)];
        return packages.Find(agent) is null ? null : [agent];
    }

    private static int? Number(HttpRequest request, string name, int otherwise, int most) => request.Query[name].ToString() switch
    {
        "" => otherwise,
        var given when int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most => number,
        _ => null,
    };

    private static IResult Invalid(string name, int most) => Problem.Of(400, $"invalid-{name}", $"{name} must be a whole number.", $"From 1 to {most}.");

    private Task<IResult> AsStaffAsync(HttpRequest request, Func<Principal, Task<IResult>> answer, [CallerMemberName] string method = "") =>
        authentication.AsStaffAsync(request, Roles[method], answer);
}

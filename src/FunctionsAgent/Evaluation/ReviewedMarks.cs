using FunctionsAgent.Conversations;
using FunctionsAgent.Feedback;

namespace FunctionsAgent.Evaluation;

/// <param name="Complete">False where there was more than was read.</param>
/// <param name="TooLong">Threads left out as their log is longer than is read for this.</param>
/// <param name="Broken">Threads left out as their log cannot be read, or its chain does not hold.</param>
public sealed record FoundMarks(IReadOnlyList<ReviewMark> Marks, bool Complete, int TooLong, int Broken);

/// <summary>Finds the marks of some days, with what the outcome rules say of their turns.</summary>
public sealed class ReviewedMarks(ReviewIndex entries, ReviewScan scan, Indexes indexes, Persons persons, TimeProvider time)
{
    private const int MostThreadsOfOne = 20;

    public async Task<FoundMarks> ReadAsync(IReadOnlyList<string> agents, DateOnly from, DateOnly to, CancellationToken ct)
    {
        var found = new List<ReviewEntry>();
        foreach (var agent in agents) found.AddRange(await entries.OfDaysAsync(agent, from, to, ReviewScan.MostThreads + 1 - found.Count, ct));
        var complete = found.Count <= ReviewScan.MostThreads;
        var threads = found.Take(ReviewScan.MostThreads).Select(entry => entry.Thread).ToHashSet(StringComparer.Ordinal);

        var reading = await scan.ThreadsAsync(threads.Select(thread => (thread, 1L)), ct);
        // Entered, and the log is gone: retention took it.
        var gone = reading.Threads.Where(t => t.Log.Count == 0).Select(t => t.Thread).ToHashSet(StringComparer.Ordinal);
        foreach (var entry in found.Where(entry => gone.Contains(entry.Thread))) await entries.LeaveAsync(entry, ct);

        var turns = ReviewCases.Of([.. reading.Threads.Where(t => t.Log.Count > 0), .. await OthersAsync(reading, ct)], time.GetUtcNow(), out var broken);
        var since = new DateTimeOffset(from.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        var marks = ReviewMarks.Last(turns.Where(t => threads.Contains(t.Thread)), time.GetUtcNow()).Where(mark => mark.At >= since);
        return new([.. marks], complete, reading.TooLong, broken + reading.Broken);
    }

    /// <summary>What the people of these conversations said elsewhere: a return there undoes an outcome here.</summary>
    private async Task<IReadOnlyList<ReviewedThread>> OthersAsync(ReviewReading reading, CancellationToken ct)
    {
        var known = reading.Threads.Select(t => t.Thread).ToHashSet(StringComparer.Ordinal);
        var others = new HashSet<string>(StringComparer.Ordinal);
        var messages = reading.Threads.SelectMany(t => t.Log).Where(e => e.Type == EventTypes.MessageReceived && e.Text("person") is not null).ToLookup(e => e.Text("person")!, StringComparer.Ordinal);
        foreach (var person in messages)
        {
            var taken = 0;
            foreach (var contact in await ContactsAsync(person.Key, person, ct))
                await foreach (var row in indexes.OfContactAsync(contact, ct))
                {
                    if (taken >= MostThreadsOfOne || others.Count >= ReviewScan.MostThreads) break;
                    if (!known.Contains(row.Key) && others.Add(row.Key)) taken++;
                }
        }
        return (await scan.ThreadsAsync(others.Select(thread => (thread, 1L)), ct)).Threads;
    }

    /// <summary>
    /// By what a person is found. Their id alone does not lead there once it was linked to another; what they wrote from does, as long
    /// as it is not erased. Whoever else comes with it, as two may state one address, is judged apart.
    /// </summary>
    private async Task<IEnumerable<string>> ContactsAsync(string person, IEnumerable<Event> messages, CancellationToken ct)
    {
        var contacts = messages.Select(e => e.Said("sender")).OfType<string>().Distinct(StringComparer.Ordinal).SelectMany(sender => Contacts.Of(sender, null, null));
        return await persons.ContactsAsync([.. contacts, .. await persons.ContactsOfAsync(person, ct)], ct);
    }
}

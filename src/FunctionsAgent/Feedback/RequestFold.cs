using System.Collections.Immutable;
using FunctionsAgent.Conversations;

namespace FunctionsAgent.Feedback;

/// <summary>
/// The events of a thread, up to a time, as requests: a pure fold over their data. A turn counts when it has ended; an open one
/// is left for the next reading. Unknown types are skipped; what is missing, changed or stands twice makes the log one that is
/// excluded and counted. Doubles of the same event are one, and order is the sequence's, not the reading's.
/// </summary>
public static class RequestFold
{
    private const string Forked = "forked";

    /// <param name="lines">The events behind <see cref="ThreadReading.Seq"/>, as far as they were read.</param>
    /// <param name="asOf">Events at or after it do not exist yet.</param>
    /// <param name="day">The beginning of the time that is folded: where a flaw is counted.</param>
    /// <param name="purged">Up to which sequence retention took the log.</param>
    public static Folded Apply(ThreadReading before, IEnumerable<LogLine> lines, DateTimeOffset asOf, DateTimeOffset day, long purged = 0)
    {
        if (before.Flaw is not null) return new(before with { More = false }, []);
        var fold = new Folding(before);
        foreach (var line in Sorted(lines))
        {
            if (line.Event is { } e && fold.Time(e) >= asOf) return fold.Stop(more: true) with { Beyond = true };
            if (line.Seq <= fold.Seq && line.Flaw != Forked) continue;
            if ((line.Flaw ?? fold.Flaw(line.Event!, purged)) is { } flaw) return fold.Broken(flaw, day);
            fold.Add(line.Event!);
        }
        return fold.Stop(more: false);
    }

    /// <summary>By sequence; the same event twice is one, two events of one sequence are a fork.</summary>
    private static IEnumerable<LogLine> Sorted(IEnumerable<LogLine> lines)
    {
        Event? last = null;
        foreach (var line in lines.OrderBy(line => line.Seq))
        {
            if (last is not null && line.Event is { } e && e.Seq == last.Seq)
            {
                if (e.Hash != last.Hash) yield return line with { Flaw = Forked, Event = null };
                continue;
            }
            last = line.Event ?? last;
            yield return line;
        }
    }

    private sealed class Folding(ThreadReading before)
    {
        private readonly DateTimeOffset began = before.At;
        private readonly ImmutableArray<Request>.Builder requests = ImmutableArray.CreateBuilder<Request>();
        private ThreadReading now = before;

        /// <summary>Nothing is open behind it: where the next reading begins.</summary>
        private (ThreadReading State, int Requests) safe = (before, 0);
        private OpenTurn? turn;
        private DateTimeOffset? accepted;

        public long Seq => now.Seq;

        public DateTimeOffset Time(Event e) => e.At > now.At ? e.At : now.At;

        public string? Flaw(Event e, long purged)
        {
            if (e.Seq != now.Seq + 1 && !(now.Seq == 0 && now.Hash is null) && !(purged >= e.Seq - 1 && purged > now.Seq)) return "missing";
            return now.Hash is { } hash && e.Seq == now.Seq + 1 && e.Prev != hash ? "chain" : null;
        }

        public Folded Stop(bool more)
        {
            if (turn is null && accepted is null) return new(now with { More = more }, requests.ToImmutable());
            return new(safe.State with { More = true }, [.. requests.Take(safe.Requests)]);
        }

        public Folded Broken(string flaw, DateTimeOffset day) =>
            new(now with { Flaw = flaw, More = false }, [Of(RequestKind.Broken, day > began ? day : began) with { Flaw = flaw }]);

        public void Add(Event e)
        {
            now = now with { Seq = e.Seq, Hash = e.Hash, At = Time(e) };
            switch (e.Type)
            {
                case EventTypes.ConversationStarted:
                    now = now with
                    {
                        Episode = e.Episode, Agent = e.Text("agent") ?? now.Agent, Version = e.Text("version") ?? "", Channel = e.Text("channel") ?? now.Channel,
                        Test = e.Data.TryGetProperty("test", out var test) && test.ValueKind == System.Text.Json.JsonValueKind.True,
                        Asked = false, AskedFamily = null, Requested = false, Heard = false,
                    };
                    break;
                case EventTypes.PersonLinked when e.Text("person") is { } person && e.Text("also") is { } also:
                    if (now.Person == also) now = now with { Person = person };
                    requests.Add(Of(RequestKind.Linked, now.At) with { Person = person, Known = true, Also = also });
                    break;
                case EventTypes.MessageReceived:
                    now = now with { Person = e.Text("person") ?? now.Person, Heard = true };
                    accepted ??= Accepted(e);
                    break;
                case EventTypes.TurnStarted:
                    turn = new OpenTurn(e.Turn ?? $"t{e.Seq}", e.Seq, now.At, accepted ?? now.At);
                    accepted = null;
                    break;
                case EventTypes.HandoffOpened when turn is null:
                    requests.Add(Of(RequestKind.HandedOff, now.At) with { Cause = e.Text("cause") ?? (e.Number("failed") is null ? "asked" : "failure") });
                    break;
                case EventTypes.HandoffAccepted:
                    requests.Add(Of(RequestKind.Served, now.At));
                    break;
                case EventTypes.SurveyAnswered when e.Number("score") is >= 1 and <= 5 and var score:
                    requests.Add(Of(RequestKind.Survey, now.At) with { Score = (int)score, Episode = (int?)e.Number("ofEpisode") ?? e.Episode });
                    break;
                case EventTypes.TurnReviewed when e.Text("ofTurn") is { } reviewed:
                    requests.Add(Of(RequestKind.Review, now.At) with { Turn = reviewed, Category = e.Text("category"), By = e.By, Episode = (int?)e.Number("ofEpisode") ?? e.Episode });
                    break;
                case EventTypes.PolicyApplied when turn is null && accepted is not null:
                    // The message went to the person who has the conversation, and the customer is told so.
                    requests.Add(Of(RequestKind.WithPerson, now.At));
                    accepted = null;
                    break;
                case EventTypes.ReplySent when turn is null && !now.Heard && e.Text("kind") is not "holding":
                    requests.Add(Of(RequestKind.AgentStarted, now.At));
                    break;
                case EventTypes.TurnEnded when turn is not null:
                    End(e.Text("outcome"));
                    break;
                case EventTypes.ConversationClosed:
                    if (turn is not null) End(null);
                    accepted = null;
                    if (e.Text("reason") is not ("quiet" or "erased")) requests.Add(Of(RequestKind.Closed, now.At));
                    break;
                default:
                    turn?.Add(e, now.At);
                    break;
            }
            if (e.Type == EventTypes.HandoffOpened) turn?.Add(e, now.At);
            if (e.Type == EventTypes.ReplySent) turn?.Add(e, now.At);
            if (turn is null && accepted is null) safe = (now, requests.Count);
        }

        private void End(string? outcome)
        {
            var done = turn!.Done(Of(RequestKind.Request, turn.Began), outcome, now);
            turn = null;
            requests.Add(done);
            if (done.Kind != RequestKind.Request) return;
            now = now with { Asked = done.Answer == Answer.Asked, AskedFamily = done.Family ?? (done.Supplies ? now.AskedFamily : null), Requested = true };
        }

        private Request Of(RequestKind kind, DateTimeOffset at) =>
            new(kind, now.Thread, now.Episode, now.Seq, at, now.At > at ? now.At : at, now.Agent, now.Version, now.Channel, now.Who, now.Person is not null);

        private DateTimeOffset Accepted(Event e) =>
            e.Data.TryGetProperty("accepted", out var at) && at.TryGetDateTimeOffset(out var time) && time <= now.At ? time : now.At;
    }
}

/// <param name="State">Where the next reading begins: behind the last turn that has ended.</param>
/// <param name="Beyond">There are events at or after the time asked for.</param>
public sealed record Folded(ThreadReading State, ImmutableArray<Request> Requests, bool Beyond = false);

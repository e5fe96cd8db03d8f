using System.Text.Json.Nodes;
using FunctionsAgent.Conversations;
using FunctionsAgent.Feedback;
using static FunctionsAgent.Tests.Feedback.ThreadLog;

namespace FunctionsAgent.Tests.Feedback;

/// <summary>Events of a thread become requests: as they stand, in pieces, twice, in disorder, damaged.</summary>
public sealed class RequestFoldTests
{
    [Theory]
    [InlineData("answer", "Reply", "sent", Answer.Answered)]
    [InlineData("goodbye", "EndSession", "sent", Answer.Answered)]
    [InlineData("ask", "Ask", "sent", Answer.Asked)]
    [InlineData("fallback", "Ask", "sent", Answer.Asked)]
    [InlineData("fallback", "Confirm", "sent", Answer.Asked)]
    [InlineData("fallback", "Reply", "sent", Answer.Fallback)]
    [InlineData("refusal", "Reply", "sent", Answer.Refused)]
    [InlineData("error", "Reply", "sent", Answer.Failed)]
    [InlineData("failed", "Reply", "sent", Answer.Failed)]
    [InlineData("handed-off", "Handoff", "sent", Answer.HandedOff)]
    [InlineData("answer", "Reply", "unknown", Answer.Uncertain)]
    internal void A_turn_is_what_it_ended_with(string outcome, string effect, string delivery, Answer answer)
    {
        var request = Assert.Single(Folds.Fold(new ThreadLog().Asks("orders", outcome, effect: effect, delivery: delivery).Events).Requests);

        Assert.Equal((RequestKind.Request, answer, "orders", true), (request.Kind, request.Answer, request.Family, request.First));
        Assert.Equal(outcome == "failed" ? null : 2000L, request.Milliseconds);
        Assert.Equal("thread:T", request.Person);
        Assert.False(request.Known);
    }

    [Fact]
    public void Data_that_was_asked_for_is_no_new_request_of_its_own()
    {
        var requests = Folds.Fold(new ThreadLog().Asks("orders", "ask").After(1).Asks(null).After(1).Asks("orders").Events).Requests;

        Assert.Equal([false, true, false], requests.Select(r => r.Supplies));
    }

    [Fact]
    public void Another_subject_after_a_question_supplies_nothing() =>
        Assert.Equal([false, false], Folds.Fold(new ThreadLog().Asks("orders", "ask").After(1).Asks("returns").Events).Requests.Select(r => r.Supplies));

    [Theory]
    [InlineData("greeting", RequestKind.Courtesy)]
    [InlineData("confirms", RequestKind.Courtesy)]
    [InlineData("unsolved", RequestKind.Request)]
    [InlineData("something-new", RequestKind.Request)]
    internal void Words_that_ask_for_nothing_are_courtesy(string act, RequestKind kind) =>
        Assert.Equal(kind, Assert.Single(Folds.Fold(new ThreadLog().Asks(null, "fallback", act: act).Events).Requests).Kind);

    [Fact]
    public void What_a_guard_of_the_way_in_stops_is_blocked_and_what_is_marked_as_a_test_is_one()
    {
        Assert.Equal(RequestKind.Blocked, Assert.Single(Folds.Fold(new ThreadLog().Asks(null, "refusal", input: new() { ["next"] = "output" }).Events).Requests).Kind);
        Assert.Equal(RequestKind.Test, Assert.Single(Folds.Fold(new ThreadLog(test: true).Asks("orders").Events).Requests).Kind);
    }

    [Fact]
    public void Why_it_went_to_a_person_is_the_first_that_applies()
    {
        Assert.Equal("asked", Cause(new ThreadLog().HandsOff()));
        Assert.Equal("policy", Cause(new ThreadLog().Asks("orders", "handed-off", policy: new() { ["rule"] = "big", ["do"] = "escalate" }, tools: [Tool("failed")])));
        Assert.Equal("failure", Cause(new ThreadLog().Asks("orders", "handed-off", tools: [Tool("failed")])));
        Assert.Equal("confidence", Cause(new ThreadLog().Asks(null, "fallback", effect: "Ask").After(1).HandsOff()));
        Assert.Equal("guard", Cause(new ThreadLog().Asks("orders", "handed-off", input: new() { ["next"] = "reasoning", ["verdicts"] = new JsonArray(new JsonObject { ["do"] = "escalate" }) })));

        static string? Cause(ThreadLog log) => Folds.Fold(log.Events).Requests[^1].Cause;
    }

    [Fact]
    public void State_changing_calls_count_by_key_and_reads_do_not()
    {
        var request = Folds.Fold(new ThreadLog().Asks("refunds", tools: [Tool(key: "r"), Tool(effect: "write", key: "a"), Tool("failed", "write", "b"), Tool(effect: "irreversible", key: "c"), Tool(effect: "write", key: "d", undoes: "a")]).Events).Requests[0];

        Assert.Equal(["a", "c"], request.Actions.AsEnumerable());
        Assert.Equal(["a"], request.Undone.AsEnumerable());
    }

    [Fact]
    public void An_open_turn_is_left_for_the_next_reading_and_then_counted_once()
    {
        var log = new ThreadLog().Asks("orders").After(5).Open();
        var first = Folds.Fold(log.Events);
        Assert.Single(first.Requests);
        Assert.True(first.State.More);

        log.Event(EventTypes.IntentMatched, new() { ["intent"] = "returns" }).Event(EventTypes.ReplySent, new() { ["kind"] = "answer", ["outcome"] = "sent" }).End("answer");
        var second = Folds.Fold(log.Events.Skip((int)first.State.Seq), from: first.State);

        Assert.Equal("returns", Assert.Single(second.Requests).Family);
        Assert.False(second.State.More);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Read_in_pieces_it_is_the_same_as_in_one(int seed)
    {
        var log = new ThreadLog();
        for (var n = 0; n < 12; n++) log.After(n * 3).Asks(n % 3 == 0 ? null : "orders", n % 4 == 1 ? "ask" : "answer", act: n % 5 == 0 ? "greeting" : null);
        log.Event("SomethingFromTomorrow").Event(EventTypes.ConversationClosed, new() { ["reason"] = "goodbye" });
        var whole = Folds.Fold(log.Events);

        var random = new Random(seed);
        var (state, pieces, read) = (new ThreadReading("T"), new List<Request>(), 0);
        while (state.Seq < log.Events.Count)
        {
            read = Math.Min(log.Events.Count, Math.Max(read, (int)state.Seq) + random.Next(1, 7));
            var next = Folds.Fold(log.Events.Skip((int)state.Seq).Take(read - (int)state.Seq), from: state);
            state = next.State;
            pieces.AddRange(next.Requests);
        }

        Assert.Equal(whole.State, state);
        Assert.Equal(whole.Requests.Select(Told), pieces.Select(Told));

        static string Told(Request r) => System.Text.Json.JsonSerializer.Serialize(r);
    }

    [Fact]
    public void Order_of_reading_and_doubles_do_not_count()
    {
        var log = new ThreadLog().Asks("orders").After(3).Asks("returns");
        var mixed = Folds.Fold(log.Events.Concat(log.Events).Reverse());

        Assert.Null(mixed.State.Flaw);
        Assert.Equal(["orders", "returns"], mixed.Requests.Select(r => r.Family));
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("chain")]
    [InlineData("forked")]
    [InlineData("changed")]
    [InlineData("unreadable")]
    public void A_damaged_log_is_excluded_counted_and_named(string damage)
    {
        var log = new ThreadLog().Asks("orders").After(3).Asks("returns");
        var lines = log.Events.Select(LogLine.Of).ToList();
        lines = damage switch
        {
            "missing" => [.. lines.Where(l => l.Seq != 5)],
            "chain" => [.. lines.Select(l => l.Seq == 5 ? l with { Event = l.Event! with { Prev = "other" } } : l)],
            "forked" => [.. lines, lines[4] with { Event = lines[4].Event! with { Hash = "other" } }],
            _ => [.. lines.Select(l => l.Seq == 5 ? l with { Flaw = damage, Event = damage == "unreadable" ? null : l.Event } : l)],
        };

        var folded = RequestFold.Apply(new ThreadReading("T"), lines, Folds.Later, Noon.Date);

        Assert.Equal(damage, folded.State.Flaw);
        var broken = Assert.Single(folded.Requests);
        Assert.Equal((RequestKind.Broken, damage), (broken.Kind, broken.Flaw));
        Assert.Empty(RequestFold.Apply(folded.State, [], Folds.Later, Noon.Date).Requests);
    }

    [Fact]
    public void What_retention_took_is_no_gap()
    {
        var log = new ThreadLog().Asks("orders").After(3).Asks("returns");
        var state = Folds.Fold(log.Events.Take(3), from: null).State;
        var rest = log.Events.Skip(9).Select(LogLine.Of).ToList();

        Assert.Equal("missing", RequestFold.Apply(state with { Seq = 3 }, rest, Folds.Later, Noon.Date).State.Flaw);
        Assert.Null(RequestFold.Apply(state with { Seq = 3 }, rest, Folds.Later, Noon.Date, purged: 9).State.Flaw);
    }

    [Fact]
    public void A_clock_that_goes_back_takes_no_time_with_it()
    {
        var log = new ThreadLog().Asks("orders").At(Noon.AddMinutes(-3)).Asks("returns");
        var requests = Folds.Fold(log.Events).Requests;

        Assert.True(requests[1].At >= requests[0].Ended);
        Assert.Equal(0, requests[1].Milliseconds);
    }

    [Fact]
    public void What_happens_later_than_as_of_does_not_exist_yet()
    {
        var log = new ThreadLog().Asks("orders").After(60).Asks("returns");

        var folded = Folds.Fold(log.Events, Noon.AddMinutes(30));

        Assert.Equal("orders", Assert.Single(folded.Requests).Family);
        Assert.True(folded.State.More && folded.Beyond);
        Assert.Equal("returns", Assert.Single(Folds.Fold(log.Events.Skip((int)folded.State.Seq), from: folded.State).Requests).Family);
    }
}

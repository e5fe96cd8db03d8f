using FunctionsAgent.Conversations;
using FunctionsAgent.Feedback;
using static FunctionsAgent.Tests.Feedback.ThreadLog;

namespace FunctionsAgent.Tests.Feedback;

/// <summary>Cases and outcomes by the letter of the definition (spec metrics).</summary>
public sealed class CaseFoldTests
{
    [Fact]
    public void Answered_and_silent_is_assumed_and_open_until_quiet()
    {
        var log = new ThreadLog().Asks("orders");
        var c = Assert.Single(Folds.Cases(log));

        Assert.Equal(Outcome.ResolvedAssumed, c.OutcomeAsOf(Folds.Later));
        Assert.Equal(log.Now.AddMinutes(30), c.OutcomeAt);
        Assert.Equal(Outcome.Open, c.OutcomeAsOf(c.OutcomeAt.AddTicks(-1)));
        Assert.Equal(log.Now.AddHours(72), Assert.Single(Folds.Cases(new ThreadLog(channel: "email").Asks("orders"))).OutcomeAt);
    }

    [Fact]
    public void Outcomes_are_the_first_that_applies()
    {
        Is(Outcome.ResolvedConfirmed, new ThreadLog().Asks("orders").After(1).Thanks());
        Is(Outcome.ResolvedConfirmed, new ThreadLog().Asks("refunds", tools: [Tool(effect: "write")]));
        Is(Outcome.ResolvedAssumed, new ThreadLog().Asks("orders", tools: [Tool()]));
        Is(Outcome.ResolvedAssumed, new ThreadLog().Asks("refunds", tools: [Tool(effect: "write", key: "a")]).After(1).Asks("refunds", tools: [Tool(effect: "write", key: "b", undoes: "a")]));
        Is(Outcome.Abandoned, new ThreadLog().Asks("orders", "ask"));
        Is(Outcome.Abandoned, new ThreadLog().Asks(null, "fallback", effect: "Ask"));
        Is(Outcome.Abandoned, new ThreadLog().Asks("orders", "failed"));
        Is(Outcome.Abandoned, new ThreadLog().Asks("orders").After(1).Asks("orders", "ask"));
        Is(Outcome.Unknown, new ThreadLog().Asks(null, "fallback"));
        Is(Outcome.Unknown, new ThreadLog().Asks("orders", "refusal"));
        Is(Outcome.Unknown, new ThreadLog().Asks("orders", delivery: "unknown"));
        Is(Outcome.Escalated, new ThreadLog().Asks("orders").After(1).Thanks().After(1).HandsOff());
        Is(Outcome.Escalated, new ThreadLog().HandsOff());
        Is(Outcome.ResolvedAssumed, new ThreadLog().Asks("orders", "ask").After(1).Asks(null));
        Is(Outcome.Excluded, new ThreadLog().Asks(null, "fallback", act: "greeting"));

        static void Is(Outcome outcome, ThreadLog log) => Assert.Equal(outcome, Assert.Single(Folds.Cases(log)).OutcomeAsOf(Folds.Later));
    }

    [Fact]
    public void Thanks_after_a_question_confirm_nothing() =>
        Assert.False(Assert.Single(Folds.Cases(new ThreadLog().Asks("orders", "ask").After(1).Thanks())).Confirmed);

    [Fact]
    public void Two_subjects_are_two_cases_and_a_person_escalates_both()
    {
        var cases = Folds.Cases(new ThreadLog().Asks("orders").After(2).Asks("returns").After(2).HandsOff());

        Assert.Equal(["orders", "returns"], cases.Select(c => c.Family));
        Assert.All(cases, c => Assert.Equal((Outcome.Escalated, "asked"), (c.OutcomeAsOf(Folds.Later), c.Cause)));
        Assert.Equal([1, 2], cases.Select(c => c.Requests));
        Assert.Equal([1, 0], cases.Select(c => c.Interactions));
    }

    [Fact]
    public void A_case_that_was_over_is_not_escalated_by_a_later_one()
    {
        var cases = Folds.Cases(new ThreadLog(channel: "email", person: "ann").Asks("orders").After(73 * 60).HandsOff());

        Assert.Equal([Outcome.ResolvedAssumed, Outcome.Escalated], cases.Select(c => c.OutcomeAsOf(Folds.Later)));
    }

    [Fact]
    public void The_same_asked_again_after_an_answer_is_a_repeat_request_inside_the_open_case()
    {
        Assert.Equal(1, Assert.Single(Folds.Cases(new ThreadLog().Asks("orders").After(2).Asks("orders"))).Repeats);
        Assert.Equal(0, Assert.Single(Folds.Cases(new ThreadLog().Asks("orders", "ask").After(2).Asks("orders"))).Repeats);
        Assert.Equal(0, Assert.Single(Folds.Cases(new ThreadLog().Asks("orders", "ask").After(2).Asks(null).After(2).Thanks())).Repeats);
    }

    [Theory]
    [InlineData("email", 24 * 60, 1)] // inside the open case of a mail
    [InlineData("chat", 24 * 60, 2)]
    public void Whoever_was_told_how_to_reset_a_password_and_writes_still_broken_the_next_day_was_not_contained(string channel, double minutes, int cases)
    {
        var found = Folds.Cases(new ThreadLog(channel: channel).Asks("password_reset").After(minutes).Asks(null, "fallback", act: "unsolved", effect: "Ask"));

        Assert.Equal(cases, found.Count);
        Assert.All(found, c => Assert.Equal("password_reset", c.Family));
        foreach (var window in Definition.Windows) Assert.False(found[0].HeldFor(window));
        if (cases == 2) Assert.True(found[1].Returned);
    }

    [Theory]
    [InlineData("24h", 24 * 60 + 29, false)]
    [InlineData("24h", 24 * 60 + 31, true)]
    [InlineData("72h", 72 * 60 + 29, false)]
    [InlineData("7d", 7 * 24 * 60 + 29, false)]
    [InlineData("7d", 7 * 24 * 60 + 31, true)]
    public void A_recontact_counts_within_the_window_after_the_outcome(string window, double minutes, bool held)
    {
        var cases = Folds.Cases(new ThreadLog("A", person: "ann").Asks("orders"), new ThreadLog("B", person: "ann").After(minutes).Asks("orders"));

        Assert.Equal(2, cases.Count);
        Assert.Equal(held, cases[0].HeldFor(Definition.Named(window)!));
    }

    [Fact]
    public void It_counts_on_another_channel_and_another_agent_and_not_for_another_subject_or_person()
    {
        var first = new ThreadLog("A", person: "ann").Asks("orders");

        Assert.Equal("other", Folds.Cases(first, new ThreadLog("B", "email", "ann").After(600).Started("other-agent").Asks("orders"))[0].RecontactBy);
        Assert.Equal("channel", Folds.Cases(first, new ThreadLog("B", "chat", "ann").After(600).Asks("orders"))[0].RecontactBy);
        Assert.Null(Folds.Cases(first, new ThreadLog("B", "email", "ann").After(600).Asks("returns"))[0].Recontact);
        Assert.Null(Folds.Cases(first, new ThreadLog("B", "email", "bob").After(600).Asks("orders"))[0].Recontact);
        Assert.Null(Folds.Cases(new ThreadLog("A").Asks("orders"), new ThreadLog("B").After(600).Asks("orders"))[0].Recontact);
    }

    [Fact]
    public void A_case_may_span_channels_while_it_is_open()
    {
        var c = Assert.Single(Folds.Cases(new ThreadLog("A", "email", "ann").Asks("orders", "ask"), new ThreadLog("B", "chat", "ann").After(600).Asks("orders")));

        Assert.Equal(("email", "chat", 2, 2), (c.Channel, c.LastChannel, c.Conversations.Length, c.Interactions));
    }

    [Fact]
    public void A_goodbye_ends_a_case_at_once_and_quiet_closing_does_not()
    {
        var log = new ThreadLog().Asks("orders", "goodbye").Event(EventTypes.ConversationClosed, new() { ["reason"] = "goodbye" });
        Assert.Equal(log.Now, Assert.Single(Folds.Cases(log)).OutcomeAt);

        var cases = Folds.Cases(log.After(2).Started().Asks("orders"));
        Assert.Equal(2, cases.Count);
        Assert.NotNull(cases[0].Recontact);

        var quiet = new ThreadLog(channel: "email").Asks("orders").After(31).Event(EventTypes.ConversationClosed, new() { ["reason"] = "quiet" });
        Assert.Null(Assert.Single(Folds.Cases(quiet)).Closed);
    }

    [Fact]
    public void Greetings_first_are_the_beginning_of_the_request_that_follows()
    {
        var c = Assert.Single(Folds.Cases(new ThreadLog().Asks(null, "fallback", act: "greeting").After(1).Asks("orders")));

        Assert.Equal((null, 1, 1), (c.Excluded, c.Requests, c.Interactions));
    }

    [Fact]
    public void Whatever_is_no_case_is_counted_by_its_reason()
    {
        Assert.Equal("courtesy", Only(new ThreadLog().Asks(null, "fallback", act: "greeting")));
        Assert.Equal("blocked", Only(new ThreadLog().Asks(null, "refusal", input: new() { ["next"] = "output" })));
        Assert.Equal("test", Only(new ThreadLog(test: true).Asks("orders").After(1).Asks("orders")));
        Assert.Equal("agent-started", Only(new ThreadLog().Started().Event(EventTypes.ReplySent, new() { ["kind"] = "notice", ["outcome"] = "sent" })));

        static string? Only(ThreadLog log) => Assert.Single(Folds.Cases(log)).Excluded;
    }

    [Fact]
    public void Surveys_reviews_and_people_belong_to_their_case()
    {
        var log = new ThreadLog().Asks("orders").After(1).HandsOff().After(5).Event(EventTypes.HandoffAccepted)
            .After(30).Event(EventTypes.SurveyAnswered, new() { ["score"] = 2, ["ofEpisode"] = 1 }).Event(EventTypes.SurveyAnswered, new() { ["score"] = 4, ["ofEpisode"] = 1 })
            .Event(EventTypes.TurnReviewed, new() { ["ofTurn"] = "t3", ["category"] = "logic" }).Event(EventTypes.TurnReviewed, new() { ["ofTurn"] = "t999", ["category"] = "ok" });

        var c = Assert.Single(Folds.Cases(log));

        Assert.Equal((true, 4, true, 1), (c.Served, c.Score, c.Corrected, c.Marks.Count));

        log.Event(EventTypes.TurnReviewed, new() { ["ofTurn"] = "t3", ["category"] = "ok" });
        Assert.False(Assert.Single(Folds.Cases(log)).Corrected);
    }

    [Fact]
    public void Words_to_the_person_who_has_it_are_no_repeat_and_keep_it_open()
    {
        var log = new ThreadLog().HandsOff().After(20).Event(EventTypes.MessageReceived, new() { ["messageId"] = "m" }).Event(EventTypes.PolicyApplied, new() { ["rule"] = "with-a-person" });
        var c = Assert.Single(Folds.Cases(log));

        Assert.Equal((0, log.Now.AddMinutes(30)), (c.Repeats, c.OutcomeAt));
    }

    [Fact]
    public void In_any_number_of_nights_it_is_the_same()
    {
        var random = new Random(7);
        string?[] families = ["orders", "returns", null];
        string[] outcomes = ["answer", "ask", "fallback", "handed-off"];
        var requests = new List<Request>();
        for (var t = 0; t < 6; t++)
        {
            var log = new ThreadLog($"T{t}", t % 2 == 0 ? "chat" : "email", "ann").After(random.Next(5000));
            for (var n = 0; n < 10; n++) log.After(random.Next(3000)).Asks(families[random.Next(3)], outcomes[random.Next(4)], act: random.Next(4) == 0 ? "unsolved" : random.Next(5) == 0 ? "confirms" : null);
            requests.AddRange(RequestFold.Apply(new ThreadReading($"T{t}"), log.Events.Select(LogLine.Of), Folds.Later, Noon.Date).Requests);
        }
        var whole = CaseFold.Apply([], requests);

        var nights = System.Collections.Immutable.ImmutableArray<Case>.Empty;
        foreach (var night in requests.GroupBy(r => r.At.Date).OrderBy(g => g.Key)) nights = CaseFold.Apply([.. nights.OrderBy(c => c.Opened)], night);

        Assert.Equal(whole.Select(Told), nights.Select(Told));

        static string Told(Case c) => System.Text.Json.JsonSerializer.Serialize(c);
    }

    [Fact]
    public void Somebody_who_writes_a_hundred_thousand_times_is_folded_in_linear_time()
    {
        var one = new ThreadLog("A", person: "ann").Asks("orders");
        var request = Assert.Single(Folds.Fold(one.Events).Requests);
        var many = Enumerable.Range(0, 100_000).Select(n => request with { At = request.At.AddMinutes(n), Ended = request.Ended.AddMinutes(n), Thread = $"T{n % 5000}", Seq = n, Turn = $"t{n}" });

        var c = Assert.Single(CaseFold.Apply([], many));

        Assert.Equal((100_000, 99_999, CaseFold.MostKept), (c.Requests, c.Repeats, c.Turns.Length));
    }
}

using FunctionsAgent.Reasoning;
using FunctionsAgent.Tests.Drivers;
using FunctionsAgent.Tests.Tools;
using Microsoft.Extensions.Time.Testing;

namespace FunctionsAgent.Tests.Reasoning;

/// <summary>Who is asked next, for how long, and when nobody is any more.</summary>
public sealed class ModelFailoverTests
{
    [Fact]
    public async Task Endpoints_are_asked_in_the_agents_order_else_by_name()
    {
        await using var standIn = await ModelStandIn.StartAsync();
        using var bench = new ModelBench(ModelBench.Settings(standIn.Settings("b"), standIn.Settings("c"), standIn.Settings("a")));
        Assert.Equal("a", (await bench.AskAsync()).Endpoint);
        Assert.Equal("c", (await bench.AskAsync(ModelBench.Request() with { Use = ["nobody", "c", "a"] })).Endpoint);
        Assert.Equal(ModelFailure.NoModel, (await bench.AskAsync(ModelBench.Request() with { Use = ["nobody"] })).Answer.Failure);
    }

    [Fact]
    public async Task Without_an_endpoint_there_is_no_model()
    {
        using var bench = new ModelBench([]);
        var outcome = await bench.AskAsync();
        Assert.Equal((ModelFailure.NoModel, null), (outcome.Answer.Failure, outcome.Endpoint));
        Assert.Empty(outcome.Attempts);
    }

    [Theory]
    [InlineData("retry-after", "9")]
    [InlineData("retry-after-ms", "8500")]
    [InlineData("retry-after", null)]
    public async Task One_that_is_throttled_is_passed_over_and_left_alone_as_long_as_it_asks(string header, string? value)
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var standIn = await ModelStandIn.StartAsync();
        standIn.Throttles(header, value ?? DateTimeOffset.UtcNow.AddSeconds(9).ToString("R")).Says("From b.");
        using var bench = new ModelBench(ModelBench.Settings(standIn.Settings("a"), standIn.Settings("b")), clock);

        var first = await bench.AskAsync();
        clock.Advance(TimeSpan.FromSeconds(7));
        var second = await bench.AskAsync();
        clock.Advance(TimeSpan.FromSeconds(3));
        var third = await bench.AskAsync();

        Assert.Equal([("a", ModelFailure.Throttled, 429), ("b", "ok", 200)], first.Attempts.Select(attempt => (attempt.Endpoint, attempt.Result, attempt.Status)));
        Assert.Equal(("b", "a"), (second.Endpoint, third.Endpoint));
        Assert.Equal("b", Assert.Single(second.Attempts).Endpoint);
    }

    [Theory]
    [InlineData("azure-openai", 429, "429")]
    [InlineData("anthropic", 529, "overloaded_error")]
    [InlineData("anthropic", 429, "rate_limit_error")]
    [InlineData("openai", 503, "server_error")]
    public async Task A_single_endpoint_is_waited_for_when_that_fits_into_the_deadline(string kind, int status, string code)
    {
        var clock = new SteppedClock();
        await using var standIn = await ModelStandIn.StartAsync();
        standIn.Refuses(status, code, "busy", ("retry-after", "7")).Says("Now.");
        using var bench = new ModelBench(standIn.Settings(kind: kind), clock);

        var asking = bench.AskAsync();
        await UntilAsync(clock, TimeSpan.FromSeconds(7));
        clock.Advance(TimeSpan.FromSeconds(7));
        var outcome = await asking;

        Assert.Equal(("Now.", 2, 7_000), (outcome.Answer.Text, outcome.Attempts.Length, outcome.Milliseconds));
    }

    [Fact]
    public async Task A_wait_that_is_longer_than_the_deadline_is_not_begun_neither_now_nor_by_the_next_question()
    {
        await using var standIn = await ModelStandIn.StartAsync();
        standIn.Throttles("retry-after", "3600");
        using var bench = new ModelBench(standIn.Settings(), new FakeTimeProvider());

        var first = await bench.AskAsync();
        var second = await bench.AskAsync();

        Assert.Equal((ModelFailure.Throttled, ModelFailure.Throttled), (first.Answer.Failure, second.Answer.Failure));
        Assert.Equal((429, 0), (first.Attempts[0].Status, second.Attempts[0].Status));
        Assert.Single(standIn.Requests);
    }

    [Fact]
    public async Task One_that_hangs_leaves_half_of_the_time_to_the_next()
    {
        var clock = new SteppedClock();
        await using var standIn = await ModelStandIn.StartAsync();
        standIn.Hangs().Says("From b.");
        using var bench = new ModelBench(ModelBench.Settings(standIn.Settings("a"), standIn.Settings("b")), clock);

        var asking = bench.AskAsync(ModelBench.Request(deadline: TimeSpan.FromSeconds(20)));
        await standIn.NextAsync();
        clock.Advance(TimeSpan.FromSeconds(10));
        var outcome = await asking;

        Assert.Equal([("a", ModelFailure.Timeout, 10_000), ("b", "ok", 0)], outcome.Attempts.Select(attempt => (attempt.Endpoint, attempt.Result, attempt.Milliseconds)));
    }

    [Theory]
    [InlineData("azure-openai")]
    [InlineData("anthropic")]
    public async Task The_deadline_holds_when_the_first_byte_is_late(string kind)
    {
        var clock = new SteppedClock();
        await using var standIn = await ModelStandIn.StartAsync();
        standIn.Hangs();
        using var bench = new ModelBench(standIn.Settings(kind: kind), clock);

        var asking = bench.AskAsync(ModelBench.Request(deadline: TimeSpan.FromSeconds(4)));
        await standIn.NextAsync();
        clock.Advance(TimeSpan.FromSeconds(4));
        var late = await asking;

        Assert.Equal((ModelFailure.Timeout, 4_000), (late.Answer.Failure, late.Milliseconds));
    }

    [Fact]
    public async Task A_caller_who_stops_waiting_stops_the_question()
    {
        await using var standIn = await ModelStandIn.StartAsync();
        standIn.Hangs();
        using var bench = new ModelBench(standIn.Settings());
        using var caller = new CancellationTokenSource();
        var asking = bench.AskAsync(ct: caller.Token);
        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
    }

    [Fact]
    public async Task Five_failures_open_the_circuit_and_one_answer_after_half_a_minute_closes_it()
    {
        var clock = new FakeTimeProvider();
        await using var standIn = await ModelStandIn.StartAsync();
        standIn.Refuses(401, "401").Refuses(500, "server_error");
        using var bench = new ModelBench(ModelBench.Settings(standIn.Settings("a"), standIn.Settings("b", more: ("Deployment", "gone"))), clock);
        var registry = bench.Get<ModelRegistry>();

        // Impatient questions: each asks a once.
        for (var i = 0; i < 6; i++) await AskOnceAsync();
        Assert.Equal("a", Assert.Single(registry.OpenCircuits).Name);
        var asked = standIn.Requests.Count;
        var passed = await AskOnceAsync();
        Assert.Equal((ModelFailure.CircuitOpen, asked), (passed.Answer.Failure, standIn.Requests.Count));
        Assert.Single(bench.Log.Lines, line => line.StartsWith("Warning", StringComparison.Ordinal) && line.Contains("is not asked for 30 s", StringComparison.Ordinal));

        clock.Advance(CircuitBreaker.Open);
        Assert.Equal(ModelFailure.Unavailable, (await AskOnceAsync()).Answer.Failure);
        Assert.Equal(ModelFailure.CircuitOpen, (await AskOnceAsync()).Answer.Failure);

        standIn.Clear().Says("I am back.");
        clock.Advance(CircuitBreaker.Open);
        Assert.Equal("I am back.", (await AskOnceAsync()).Answer.Text);
        Assert.Empty(registry.OpenCircuits);
        Assert.Equal("I am back.", (await AskOnceAsync()).Answer.Text);

        Task<ModelOutcome> AskOnceAsync() => bench.AskAsync(ModelBench.Request(deadline: TimeSpan.FromMilliseconds(1)) with { Use = ["a"] });
    }

    [Fact]
    public void More_than_half_of_twenty_within_a_minute_open_the_circuit_and_slower_ones_do_not()
    {
        Assert.True(Alternating(TimeSpan.FromSeconds(2)));
        Assert.False(Alternating(TimeSpan.FromSeconds(4)));

        static bool Alternating(TimeSpan between)
        {
            var clock = new FakeTimeProvider();
            var circuit = new CircuitBreaker(clock);
            for (var i = 0; i < 40 && !circuit.IsOpen; i++)
            {
                if (i % 3 == 0) circuit.Answered(circuit.Enter()!);
                else circuit.Failed(circuit.Enter()!);
                clock.Advance(between);
            }
            return circuit.IsOpen;
        }
    }

    [Fact]
    public void Half_open_lets_one_question_through_and_a_latecomer_tells_it_nothing()
    {
        var clock = new FakeTimeProvider();
        var circuit = new CircuitBreaker(clock);
        var late = circuit.Enter()!;
        for (var i = 0; i < CircuitBreaker.InARow; i++) circuit.Failed(circuit.Enter()!);
        Assert.Null(circuit.Enter());
        circuit.Answered(late);
        Assert.Null(circuit.Enter());

        clock.Advance(CircuitBreaker.Open);
        var probe = circuit.Enter();
        Assert.NotNull(probe);
        Assert.Null(circuit.Enter());
        circuit.GaveUp(probe);
        Assert.NotNull(probe = circuit.Enter());
        circuit.Answered(probe);
        Assert.False(circuit.IsOpen);
    }

    /// <summary>Waits until the product has set a timer of that length.</summary>
    private static async Task UntilAsync(SteppedClock clock, TimeSpan timer)
    {
        while (await clock.NextTimerAsync() != timer) { }
    }
}

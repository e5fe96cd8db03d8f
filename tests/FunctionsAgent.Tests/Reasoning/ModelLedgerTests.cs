using FunctionsAgent.Queues;
using FunctionsAgent.Reasoning;
using FunctionsAgent.Storage;
using FunctionsAgent.Tests.Drivers;
using Microsoft.Extensions.Time.Testing;

namespace FunctionsAgent.Tests.Reasoning;

/// <summary>A question under its key (contracts C1): asked once, answered as often as somebody wants to know.</summary>
public sealed class ModelLedgerTests
{
    private const string Thread = "thread-1";

    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData("short")]
    [InlineData("longer than a row takes")]
    public async Task A_restarted_process_finds_the_answer_instead_of_asking_again(string size)
    {
        await using var standIn = await ModelStandIn.StartAsync();
        var text = size == "short" ? "Friday." : string.Concat(Enumerable.Repeat("Freitag, später Nachmittag. ", 2_500));
        standIn.Does(new(text, [("get_order", """{"order_id":"#W1001"}""")])).Says("Something else.");
        using var store = new ModelStore();
        ModelOutcome first, second;
        using (var bench = new ModelBench(standIn.Settings(more: ("InputPrice", "2")), clock, store, "one")) first = await AskAsync(bench, ModelBench.Request() with { MaxOutputTokens = 20_000 });
        using (var bench = new ModelBench(standIn.Settings(), clock, store, "two")) second = await AskAsync(bench);

        Assert.Equal((first.Answer.Text, text), (second.Answer.Text, second.Answer.Text));
        Assert.Equal(("get_order", """{"order_id":"#W1001"}"""), (second.Answer.Calls[0].Name, second.Answer.Calls[0].Arguments.GetRawText()));
        Assert.Equal((first.Endpoint, first.Deployment, first.InputTokens, first.OutputTokens, 200, first.Milliseconds), (second.Endpoint, second.Deployment, second.InputTokens, second.OutputTokens, second.Cost, second.Milliseconds));
        Assert.Equal(first.Attempts.AsEnumerable(), second.Attempts.AsEnumerable());
        Assert.Single(standIn.Requests);
    }

    [Fact]
    public async Task A_failure_is_a_result_too_and_another_key_another_question()
    {
        await using var standIn = await ModelStandIn.StartAsync();
        standIn.FiltersPrompt().Says("Friday.");
        using var bench = new ModelBench(standIn.Settings(), clock);
        Assert.Equal(ModelFailure.Filtered, (await AskAsync(bench)).Answer.Failure);
        Assert.Equal(ModelFailure.Filtered, (await AskAsync(bench)).Answer.Failure);
        Assert.Equal("Friday.", (await AskAsync(bench, ModelBench.Request() with { Key = "turn-1-2" })).Answer.Text);
        Assert.Equal(2, standIn.Requests.Count);
    }

    [Fact]
    public async Task The_claim_of_a_dead_process_holds_until_its_lease_ends_and_is_then_taken_over()
    {
        await using var standIn = await ModelStandIn.StartAsync();
        standIn.Hangs().Says("Friday.");
        using var store = new ModelStore();
        using var dead = new ModelBench(standIn.Settings(), clock, new ModelStoreThatDies(store).Store, "dead");
        using var alive = new ModelBench(standIn.Settings(), clock, store, "alive");
        using var kill = new CancellationTokenSource();

        var asking = AskAsync(dead, ct: kill.Token);
        await standIn.NextAsync();
        var early = await Assert.ThrowsAsync<TransientException>(() => AskAsync(alive));
        Assert.Equal("call-in-progress", early.Cause);
        clock.Advance(TimeSpan.FromSeconds(19));
        await Assert.ThrowsAsync<TransientException>(() => AskAsync(alive));
        await kill.CancelAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => asking);

        clock.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal("Friday.", (await AskAsync(alive)).Answer.Text);
        Assert.Equal(2, standIn.Requests.Count);
    }

    [Fact]
    public async Task Where_one_process_alone_uses_the_store_the_claim_of_another_is_taken_over_at_once()
    {
        await using var standIn = await ModelStandIn.StartAsync();
        standIn.Says("Friday.");
        using var store = new ModelStore();
        await store.Tables.CommitAsync("Conversations", Thread, [Write.Insert("r:turn-1-1", new Cells($$"""{"status":"started","tool":"model","owner":"dead","until":"{{clock.GetUtcNow().AddHours(1):O}}","attempts":1}"""))]);
        using var bench = new ModelBench(standIn.Settings(), clock, store, "alive", sole: true);
        Assert.Equal("Friday.", (await AskAsync(bench)).Answer.Text);
    }

    [Fact]
    public async Task A_question_that_was_given_up_leaves_no_claim()
    {
        await using var standIn = await ModelStandIn.StartAsync();
        standIn.Hangs().Says("Friday.");
        using var bench = new ModelBench(standIn.Settings(), clock);
        using var stop = new CancellationTokenSource();
        var asking = AskAsync(bench, ct: stop.Token);
        await standIn.NextAsync();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        Assert.Equal("Friday.", (await AskAsync(bench)).Answer.Text);
    }

    [Fact]
    public async Task What_was_said_is_content_and_nothing_else_of_the_row_is()
    {
        await using var standIn = await ModelStandIn.StartAsync();
        standIn.Does(new("zebra", [("get_order", """{"order_id":"umbrella"}""")]));
        using var bench = new ModelBench(standIn.Settings(), clock);
        await AskAsync(bench);

        var row = (await bench.Store.Tables.GetAsync("Conversations", Thread, "r:turn-1-1"))!;
        Assert.DoesNotContain("zebra", row.Cells.Json, StringComparison.Ordinal);
        Assert.DoesNotContain("umbrella", row.Cells.Json, StringComparison.Ordinal);
        Assert.Contains("zebra", System.Text.Encoding.UTF8.GetString(row.Cells.Content!), StringComparison.Ordinal);

        await bench.Store.Tables.CommitAsync("Conversations", Thread, [Write.Update(row.Key, row.ETag, row.Cells with { Content = null })]);
        var erased = await AskAsync(bench);
        Assert.Equal((null, ModelFailure.Rubbish, 110), (erased.Answer.Text, erased.Answer.Failure, erased.InputTokens + erased.OutputTokens));
    }

    private static Task<ModelOutcome> AskAsync(ModelBench bench, ModelRequest? request = null, CancellationToken ct = default) =>
        bench.Get<ModelLedger>().AskAsync(Thread, request ?? ModelBench.Request(), ct).WaitAsync(AgentHost.Patience, CancellationToken.None);

    /// <summary>A process whose last write, the release of its claim, never comes.</summary>
    private sealed class ModelStoreThatDies(ModelStore store) : ITables
    {
        public ModelStore Store => field ??= new ModelStore(this, store.Blobs);

        public Task<Row?> GetAsync(string table, string partition, string key, CancellationToken ct = default) => store.Tables.GetAsync(table, partition, key, ct);

        public Task<IReadOnlyList<Row>> RangeAsync(string table, string partition, string from, string to, int take, CancellationToken ct = default) => store.Tables.RangeAsync(table, partition, from, to, take, ct);

        public Task<IReadOnlyList<string>> CommitAsync(string table, string partition, IReadOnlyList<Write> writes, CancellationToken ct = default) =>
            writes[0].Kind == WriteKind.Delete ? throw new InvalidOperationException("This process is dead.") : store.Tables.CommitAsync(table, partition, writes, ct);
    }
}

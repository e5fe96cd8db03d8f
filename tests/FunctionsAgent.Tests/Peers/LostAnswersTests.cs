using System.Net;
using FunctionsAgent.Storage;
using FunctionsAgent.Tests.Drivers;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsAgent.Tests.Peers;

/// <summary>A commit whose answer is lost: what was applied is recognised by its mark, what was not is told as busy, nothing is guessed.</summary>
[Trait("Category", "Peers")]
[Collection(AzuriteTests.Name)]
public sealed class LostAnswersTests(Azurite azurite) : IAsyncLifetime, IDisposable
{
    private readonly FaultyWire _wire = new();

    public Task InitializeAsync() => azurite.ClearAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _wire.Dispose();

    public static TheoryData<string> Faults => ["connection broken", "client's time-out", "service's time-out", "bad gateway"];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_commit_that_was_applied_answers_its_etags_though_its_own_answer_was_lost(string fault)
    {
        var tables = _wire.Tables(azurite.ConnectionString);
        var old = await tables.CommitAsync("Conversations", "p", [Write.Insert("head", new("1")), Write.Insert("gone", new())]);
        _wire.After = request => FaultyWire.IsCommit(request) ? Fail(fault) : null;

        var etags = await tables.CommitAsync("Conversations", "p",
            [Write.Update("head", old[0], new("2")), Write.Insert("e:1", new("event")), Write.Delete("gone"), Write.Upsert("state", new(null, [1]))]);

        Assert.Equal((await tables.GetAsync("Conversations", "p", "head"))!.ETag, etags[0]);
        Assert.Equal((await tables.GetAsync("Conversations", "p", "e:1"))!.ETag, etags[1]);
        Assert.Equal("", etags[2]);
        Assert.Equal((await tables.GetAsync("Conversations", "p", "state"))!.ETag, etags[3]);
        _wire.After = null;
        await tables.CommitAsync("Conversations", "p", [Write.Update("head", etags[0], new("3"))]);
        Assert.Equal(3, _wire.Requests.Count(r => r.Contains("$batch", StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_commit_that_never_arrived_is_busy_and_can_be_made_again(string fault)
    {
        var tables = _wire.Tables(azurite.ConnectionString);
        _wire.Before = request => FaultyWire.IsCommit(request) ? Fail(fault) : null;

        var busy = await Assert.ThrowsAsync<StoreBusyException>(() => tables.CommitAsync("Conversations", "p", [Write.Insert("d:1", new("1"))]));

        Assert.Contains("may have been applied", busy.Message, StringComparison.Ordinal);
        _wire.Before = null;
        Assert.Null(await tables.GetAsync("Conversations", "p", "d:1"));
        await tables.CommitAsync("Conversations", "p", [Write.Insert("d:1", new("1"))]);
    }

    [Theory]
    [InlineData("another wrote over it")]
    [InlineData("another took it away")]
    [InlineData("it cannot be read")]
    public async Task Where_the_outcome_cannot_be_seen_it_is_busy_and_the_row_is_there_for_the_next_run(string how)
    {
        var tables = _wire.Tables(azurite.ConnectionString);
        var another = AzureTables.Create(azurite.ConnectionString);
        _wire.After = request => FaultyWire.IsCommit(request) ? throw new IOException("reset") : null;
        _wire.Before = request =>
        {
            // The first read after the commit: the look at its outcome.
            if (request.Method != HttpMethod.Get) return null;
            _wire.Before = null;
            if (how == "it cannot be read") return FaultyWire.Refusal(403, "AuthorizationPermissionMismatch");
            another.CommitAsync("Conversations", "p", [how == "another took it away" ? Write.Delete("head") : Write.Upsert("head", new("theirs"))]).GetAwaiter().GetResult();
            return null;
        };

        await Assert.ThrowsAsync<StoreBusyException>(() => tables.CommitAsync("Conversations", "p", [Write.Insert("d:1", new("mine")), Write.Insert("head", new("mine"))]));

        Assert.Equal("mine", (await tables.GetAsync("Conversations", "p", "d:1"))!.Cells.Json);
    }

    [Fact]
    public async Task A_conflict_after_a_lost_answer_of_another_is_a_conflict()
    {
        var tables = _wire.Tables(azurite.ConnectionString);
        _wire.After = request => FaultyWire.IsCommit(request) ? throw new IOException("reset") : null;
        await tables.CommitAsync("Conversations", "p", [Write.Insert("d:1", new("mine"))]);
        _wire.After = null;

        await Assert.ThrowsAsync<ConflictException>(() => tables.CommitAsync("Conversations", "p", [Write.Insert("d:1", new("mine"))]));
    }

    [Fact]
    public async Task A_caller_who_leaves_while_the_answer_is_on_its_way_hears_of_a_cancellation()
    {
        var tables = _wire.Tables(azurite.ConnectionString);
        using var leave = new CancellationTokenSource();
        _wire.After = request =>
        {
            if (FaultyWire.IsCommit(request)) leave.Cancel();
            leave.Token.ThrowIfCancellationRequested();
            return null;
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => tables.CommitAsync("Conversations", "p", [Write.Insert("a", new())], leave.Token));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Nobody_notices_that_the_answers_of_half_of_all_commits_are_lost(int seed)
    {
        var random = new Random(seed);
        var lost = 0;
        await using var host = await AgentHost.StartAsync(configure: services => services.AddSingleton<ITables>(_wire.Tables(azurite.ConnectionString)));
        _wire.After = request =>
        {
            lock (random)
                if (!FaultyWire.IsCommit(request) || random.Next(2) == 0) return null;
            Interlocked.Increment(ref lost);
            throw new IOException("answer lost");
        };

        var chat = await host.OpenChatAsync();
        foreach (var id in (string[])["m-1", "m-2"]) Assert.Equal("replied", (await chat.SayAsync("Where is my order #W1001?", id)).Status);

        var log = await host.LogAsync(chat.Conversation);
        Assert.Equal(["m-1", "m-2"], log.Answered());
        Assert.DoesNotContain(log, e => e.Type is "HandoffOpened" or "StageFailed" or "DecisionSuperseded");
        Assert.All(log.Where(e => e.Type == "ToolCalled"), e => Assert.Equal("1", e.Text("attempts") ?? "1"));
        Assert.True((await host.VerifyAsync(chat.Conversation)).GetProperty("ok").GetBoolean());
        Assert.True(lost > 0);
    }

    private static HttpResponseMessage Fail(string fault) => fault switch
    {
        "connection broken" => throw new HttpRequestException("broken", new IOException("reset by peer")),
        "client's time-out" => throw new TaskCanceledException("exceeded the configured timeout", new TimeoutException()),
        "service's time-out" => FaultyWire.Refusal(500, "OperationTimedOut"),
        _ => FaultyWire.Refusal((int)HttpStatusCode.BadGateway, "BadGateway"),
    };
}

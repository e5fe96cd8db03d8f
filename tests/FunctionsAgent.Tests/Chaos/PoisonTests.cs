using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using FunctionsAgent.Channels;
using FunctionsAgent.Tests.Drivers;
using FunctionsAgent.Tools;
using Xunit.Abstractions;

namespace FunctionsAgent.Tests.Chaos;

/// <summary>Messages on which our own code always throws, among others on which it does not.</summary>
[Collection(Seeds.Category)]
[Trait("Category", Seeds.Category)]
public sealed class PoisonTests(ITestOutputHelper output)
{
    private const int Conversations = 60;

    private static readonly string[] First = ["Where is my order #W1001?", "refund W1013", "How do returns work?", "cancel W1013", "credit W1005", "send me"];

    [Fact]
    public async Task What_always_throws_is_parked_the_others_go_on_and_after_a_mend_it_is_answered()
    {
        var watch = Stopwatch.StartNew();
        var bug = new Bug();
        await using var chaos = await ChaosHost.StartAsync(services => services.Decorate<ITool>(inner => new Tool(inner, bug)).DecorateOutbounds((_, inner) => new Out(inner, bug)));
        var threads = new ConcurrentDictionary<int, string>();
        await Parallel.ForEachAsync(Enumerable.Range(0, Conversations * Seeds.Times), new ParallelOptions { MaxDegreeOfParallelism = 12 }, async (c, _) =>
        {
            var text = First[c % First.Length];
            // One in six is answered by a webhook, whose client throws.
            threads[c] = await chaos.DeliverAsync($"c{c}", $"m{c}", text == "send me" ? "How do returns work?" : text, text == "send me" ? "shop" : "quiet");
        });
        await chaos.IdleAsync();

        var each = Conversations * Seeds.Times / First.Length;
        var parked = await chaos.Host.Staff.ListAsync("/api/operator/parked");
        Assert.Equal((each, each), (parked.Count(p => p.GetProperty("queue").GetString() == "tools"), parked.Count(p => p.GetProperty("queue").GetString() == "delivery")));
        Assert.All(parked, p => Assert.Equal((nameof(FormatException), 1), (p.GetProperty("cause").GetString(), p.GetProperty("count").GetInt32())));
        foreach (var (c, thread) in threads)
        {
            var log = await chaos.Host.LogAsync(thread);
            var kinds = log.Of("ReplySent").Select(e => e.Text("kind")).ToList();
            switch (First[c % First.Length])
            {
                case "refund W1013":
                    Assert.Equal(["apology"], kinds);
                    break;
                // It may not be repeated: nobody knows, and a person has it.
                case "cancel W1013":
                    Assert.Equal("nobody knows whether api://cancel was done", Assert.Single(log.Of("HandoffOpened")).Text("reason"));
                    Assert.Empty(log.Of("StageFailed"));
                    break;
                case "send me":
                    Assert.Equal("a reply could not be delivered", Assert.Single(log.Of("HandoffOpened")).Text("reason"));
                    break;
                default:
                    Assert.Equal([$"m{c}"], log.Answered());
                    Assert.DoesNotContain(log, e => e.Type is "HandoffOpened" or "StageFailed");
                    break;
            }
        }

        bug.IsMended = true;
        (await chaos.Host.Staff.PostAsJsonAsync("/api/operator/requeue", new { all = true })).EnsureSuccessStatusCode();
        await chaos.IdleAsync();
        foreach (var (c, thread) in threads)
        {
            var log = await chaos.Host.LogAsync(thread);
            Assert.True((await chaos.Host.VerifyAsync(thread)).GetProperty("ok").GetBoolean());
            if (First[c % First.Length] == "refund W1013") Assert.Equal(("refund: accepted", $"m{c}"), (log.Of("ReplySent")[^1].Said("text"), Assert.Single(log.Answered())));
        }
        Assert.Equal(each, chaos.Shop.Refunds.SideEffects);
        Assert.Equal(0, chaos.Shop.Calls("/cancellations"));
        Seeds.Report(output, $"poison: {threads.Count} conversations, {each} whose tool throws and {each} whose provider's client throws are parked once each, {each} in doubt went to a person, {3 * each} others answered; "
            + $"after the mend {chaos.Shop.Refunds.SideEffects} refunds for {each} requests; {watch.Elapsed.TotalSeconds:0} s");
    }

    private sealed class Bug
    {
        public volatile bool IsMended;

        public void Throw(bool here)
        {
            if (here && !IsMended) throw new FormatException("As the test wants.");
        }
    }

    private sealed class Tool(ITool inner, Bug bug) : ITool
    {
        public Task<ToolResult> CallAsync(ToolCall call, CancellationToken ct)
        {
            bug.Throw(call.Arguments.GetRawText().Contains("W1013", StringComparison.Ordinal));
            return inner.CallAsync(call, ct);
        }

        public Task<ToolResult> ReconcileAsync(ToolCall call, CancellationToken ct) => inner.ReconcileAsync(call, ct);
    }

    private sealed class Out(IOutbound inner, Bug bug) : IOutbound
    {
        public bool Dedupes => inner.Dedupes;

        public string? MessageIdOf(Outbound message) => inner.MessageIdOf(message);

        public Task<Delivery> SendAsync(Outbound message, CancellationToken ct)
        {
            bug.Throw(true);
            return inner.SendAsync(message, ct);
        }
    }
}

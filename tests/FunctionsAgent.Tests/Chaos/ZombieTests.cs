using FunctionsAgent.Pipeline;
using FunctionsAgent.Queues;
using FunctionsAgent.Storage;
using FunctionsAgent.Tests.Drivers;
using FunctionsAgent.Tools;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace FunctionsAgent.Tests.Chaos;

/// <summary>
/// A handler stands still until its lock has run out and another one has finished the turn; then it goes on. Either its
/// host has told it to stop, or nobody has (a process that was frozen).
/// </summary>
[Collection(Seeds.Category)]
[Trait("Category", Seeds.Category)]
public sealed class ZombieTests(ITestOutputHelper output)
{
    /// <summary>Past the minute of a session lock, the lease of a tool call, and that of a send (90 s).</summary>
    private static readonly TimeSpan Past = TimeSpan.FromSeconds(95);

    public static TheoryData<string, string, string, bool> Places
    {
        get
        {
            var places = new TheoryData<string, string, string, bool>();
            foreach (var told in (bool[])[true, false])
            {
                places.Add("tool", "refund W1003", QueueNames.Tools, told);
                places.Add("tool", "credit W1003", QueueNames.Tools, told);
                places.Add("tool", "cancel W1003", QueueNames.Tools, told);
                places.Add("outbound", "refund W1003", QueueNames.Delivery, told);
                places.Add("outbound", "mail", QueueNames.Delivery, told);
                foreach (var stage in (string[])[QueueNames.Input, QueueNames.Reasoning, QueueNames.Tools, QueueNames.Output, QueueNames.Delivery])
                    places.Add("commit", "refund W1003", stage, told);
                places.Add("commit", "I want to talk to a person", QueueNames.Handoff, told);
            }
            return places;
        }
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task A_zombie_changes_nothing(string place, string text, string stage, bool told)
    {
        var zombie = new Zombie(place, stage, told);
        await using var chaos = await ChaosHost.StartAsync(zombie.Decorate);
        zombie.Runner = chaos.Host.Get<StageRunner>();
        var (thread, id) = text == "mail" ? await chaos.MailAsync("How do returns work?") : (await chaos.DeliverAsync("c", "m", text, "shop"), "m");
        await zombie.Stuck.WaitAsync(AgentHost.Patience);
        chaos.Time.Shift(Past);
        await chaos.Host.LogWhenAsync(thread, log => log.Any(e => e.Type == "ReplySent"));
        await chaos.IdleAsync();
        var before = (await chaos.CheckAsync(thread, [id])).Select(e => e.ToString()).ToList();

        zombie.Release();
        await zombie.Run.WaitAsync(AgentHost.Patience);
        await chaos.IdleAsync();
        await chaos.RestartAsync();
        await chaos.IdleAsync();

        var after = (await chaos.CheckAsync(thread, [id])).Select(e => e.ToString()).ToList();
        Assert.Equal(before, after.Take(before.Count));
        Assert.All(after.Skip(before.Count), e => Assert.Contains("DecisionSuperseded", e, StringComparison.Ordinal));
        Assert.All(chaos.Shop.Asked.Where(a => !a.Key.Contains("/refunds", StringComparison.Ordinal)), asked => Assert.Equal(1, asked.Value));
        Assert.InRange(chaos.Shop.Refunds.SideEffects, 0, 1);
        Assert.InRange(chaos.Shop.Replies.Count, 0, 1);
        Assert.InRange(chaos.Smtp.Received.Count, 0, 1);
        Seeds.Report(output, $"zombie at {place} of {stage} ({(told ? "told" : "not told")}, \"{text}\"): {before.Count} events before, {after.Count} after; "
            + $"{chaos.Shop.Asked.Values.Sum()} requests, {chaos.Shop.Refunds.SideEffects} refunds, {chaos.Shop.Replies.Count} replies, {chaos.Smtp.Received.Count} mails");
    }
}

using System.Net.Http.Json;
using FunctionsAgent.Local;
using FunctionsAgent.Queues;
using FunctionsAgent.Storage;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace FunctionsAgent.Tests.Chaos;

/// <summary>The mail server is away for so long that the queue gives up; then it comes back.</summary>
[Collection(Seeds.Category)]
[Trait("Category", Seeds.Category)]
public sealed class OutageTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_reply_that_was_dead_lettered_is_sent_once_by_the_turns_timer_and_the_operator(bool operatorFirst)
    {
        await using var chaos = await ChaosHost.StartAsync(GiveUpAtOnce, backOffSeconds: "0");
        chaos.Smtp.DropBeforeData = true;
        var (thread, id) = await chaos.MailAsync("How do returns work?");
        await chaos.IdleAsync();
        Assert.DoesNotContain(await chaos.Host.LogAsync(thread), e => e.Type is "ReplySent" or "DeliveryFailed");

        chaos.Smtp.DropBeforeData = false;
        if (operatorFirst) await RequeueAsync(chaos);
        chaos.Time.Shift(TimeSpan.FromSeconds(301));
        await chaos.IdleAsync();
        await chaos.CheckAsync(thread, [id]);
        await RequeueAsync(chaos);

        var log = await chaos.CheckAsync(thread, [id]);
        Assert.DoesNotContain(log, e => e.Type is "HandoffOpened" or "DeliveryFailed");
        Assert.Single(chaos.Smtp.Received);
        Seeds.Report(output, $"dead-lettered reply, {(operatorFirst ? "requeued, then overdue" : "overdue, then requeued")}: {chaos.Smtp.Received.Count} mail, {log.Count(e => e.Type == "ReplySent")} reply in the log");
    }

    private static async Task RequeueAsync(ChaosHost chaos)
    {
        using var response = await chaos.Host.Staff.PostAsJsonAsync("/api/operator/requeue", new { all = true });
        response.EnsureSuccessStatusCode();
        await chaos.IdleAsync();
    }

    private static void GiveUpAtOnce(IServiceCollection services) => services.AddSingleton(s => new SqliteQueues(
        s.GetRequiredService<SqliteDatabase>(), s.GetRequiredService<LocalOptions>().Time, new SqliteQueueOptions(MaxDeliveryCount: 1)));
}

using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using FunctionsAgent.Local;
using FunctionsAgent.Queues;
using FunctionsAgent.Storage;
using FunctionsAgent.Tests.Drivers;
using FunctionsAgent.Tools;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace FunctionsAgent.Tests.Chaos;

/// <summary>
/// Half an hour without the store, the queue, the mail server or the shop, by a clock that is moved. Nothing is dead-lettered,
/// no person is troubled by what is not a person's, and it all goes on by itself. (There is no model yet that could be away.)
/// </summary>
[Collection(Seeds.Category)]
[Trait("Category", Seeds.Category)]
public sealed class OutageHalfHourTests(ITestOutputHelper output)
{
    private const int Minutes = 30;
    private const int Waiting = 6;

    /// <summary>A handler that waits tries again after 20 s at most, or after the minute that Retry-After may make of it.</summary>
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData("store", 0)]
    [InlineData("store", 41)]
    [InlineData("store", 60)]
    [InlineData("store", 3600)]
    [InlineData("queue", 0)]
    [InlineData("whole queue", 0)]
    [InlineData("store and whole queue", 60)]
    public async Task Half_an_hour_without_it_delays_and_no_more(string what, int retryAfter)
    {
        var watch = Stopwatch.StartNew();
        using var outage = new OutageSwitch { RetryAfter = retryAfter == 0 ? null : TimeSpan.FromSeconds(retryAfter) };
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var entered = new SemaphoreSlim(0);
        await using var chaos = await ChaosHost.StartAsync(services =>
        {
            // Locks of five minutes: this machine's own slowness under a clock that runs a thousand times too fast is not what is tried.
            services.AddSingleton(s => new SqliteQueues(s.GetRequiredService<SqliteDatabase>(), s.GetRequiredService<LocalOptions>().Time, new SqliteQueueOptions(TimeSpan.FromMinutes(5), Sole: true)));
            outage.Decorate(services);
            services.Decorate<ITool>(inner => new Gated(inner, gate.Task, entered));
        });
        var threads = new Dictionary<string, string>();
        for (var c = 0; c < Waiting; c++) threads[$"m{c}"] = await chaos.DeliverAsync($"c{c}", $"m{c}", c % 2 == 0 ? $"refund W100{c + 1}" : $"Where is my order #W100{c + 1}?", "shop");
        for (var c = 0; c < Waiting; c++) Assert.True(await entered.WaitAsync(AgentHost.Patience));

        outage.Begin(what);
        gate.TrySetResult();
        // Their calls are made, and each has met the outage: no clock moves under a request.
        await Settled.UntilAsync("each meets the outage", () => Task.FromResult(outage.Met >= Waiting));
        var begin = chaos.Time.GetUtcNow();
        while (chaos.Time.GetUtcNow() - begin < TimeSpan.FromMinutes(Minutes))
        {
            var before = outage.Attempts;
            chaos.Time.Shift(Step);
            // Those who wait have tried again, or have nothing to try before the clock moves on.
            await Settled.UntilAsync("they try again", () => Task.FromResult(outage.Attempts >= before + Waiting), () => chaos.Time.Shift(TimeSpan.FromSeconds(5)));
        }
        var lasted = chaos.Time.GetUtcNow() - begin;
        outage.End();
        // The longest that anybody still waits: a minute's back-off, or the lock of a message that could not be put back.
        for (var n = 0; n < 6; n++)
        {
            chaos.Time.Shift(TimeSpan.FromMinutes(1));
            await chaos.IdleAsync();
        }

        foreach (var (id, thread) in threads)
        {
            var log = await chaos.CheckAsync(thread, [id]);
            Assert.DoesNotContain(log, e => e.Type is "HandoffOpened" or "StageFailed" or "DeliveryFailed");
            Assert.All(log.Of("ToolCalled"), call => Assert.Equal("ok", call.Text("outcome")));
        }
        Assert.Empty(await chaos.Host.Staff.ListAsync("/api/operator/parked"));
        Assert.Equal(Waiting, chaos.Shop.Replies.Count);
        Assert.Equal(Waiting / 2, chaos.Shop.Refunds.SideEffects);
        Seeds.Report(output, $"{what} out for {lasted.TotalMinutes:0} min{(retryAfter == 0 ? "" : $", Retry-After {retryAfter}")}: {Waiting} turns under way, {outage.Attempts} calls refused, "
            + $"a message delivered {outage.MostDeliveries} times at most, 0 parked; {watch.Elapsed.TotalSeconds:0} s");
        Assert.InRange(outage.MostDeliveries, 1, 20);
    }

    [Fact]
    public async Task Half_an_hour_without_the_mail_server_delays_the_mails_and_no_more()
    {
        var tried = 0;
        await using var chaos = await ChaosHost.StartAsync(services => services.DecorateOutbounds((_, inner) => new Counting(inner, () => Interlocked.Increment(ref tried))));
        var port = chaos.Smtp.Port;
        chaos.Smtp.Dispose();
        var mails = new List<(string Thread, string Id)>();
        for (var c = 0; c < 4; c++) mails.Add(await chaos.MailAsync("How do returns work?", $"mail{c}@customer.example"));
        var begin = chaos.Time.GetUtcNow();
        while (chaos.Time.GetUtcNow() - begin < TimeSpan.FromMinutes(Minutes))
        {
            var before = Volatile.Read(ref tried);
            await Settled.UntilAsync("each mail is tried again", () => Task.FromResult(Volatile.Read(ref tried) >= before + mails.Count), () => chaos.Time.Shift(TimeSpan.FromSeconds(5)));
        }
        using var back = new SmtpSink(port);
        chaos.Time.Shift(Step);
        await chaos.IdleAsync();

        foreach (var (thread, id) in mails)
            Assert.DoesNotContain(await chaos.CheckAsync(thread, [id]), e => e.Type is "HandoffOpened" or "DeliveryFailed" or "StageFailed" || e.Text("outcome") == "unknown");
        Assert.Empty(await chaos.Host.Staff.ListAsync("/api/operator/parked"));
        Assert.Equal(mails.Count, back.Received.Count);
        Seeds.Report(output, $"mail server away for {Minutes} min: {mails.Count} mails tried {tried} times, {back.Received.Count} sent");
    }

    [Fact]
    public async Task Half_an_hour_without_the_shop_goes_the_scripts_own_way_and_the_next_conversation_is_answered()
    {
        var down = false;
        await using var shop = await ShopServer.StartAsync(context =>
        {
            if (!down) return context.Response.WriteAsync("""{"id":"W1001","status":"processing"}""");
            context.Response.StatusCode = 503;
            return Task.CompletedTask;
        });
        var time = new ShiftedTime(TimeSpan.Zero);
        await using var host = await AgentHost.StartAsync(settings: new Dictionary<string, string?> { ["Shop"] = shop.Url }, time: time);
        down = true;
        var during = new List<ChatSession>();
        for (var minute = 0; minute < Minutes; minute += 10)
        {
            during.Add(await host.OpenChatAsync());
            var (status, texts) = await during[^1].SayAsync("Where is my order #W1001?");
            Assert.Equal("handed-off", status);
            Assert.StartsWith("I cannot reach our order system at the moment", Assert.Single(texts), StringComparison.Ordinal);
            time.Shift(TimeSpan.FromMinutes(10));
        }
        down = false;

        Assert.Equal("replied", (await (await host.OpenChatAsync()).SayAsync("Where is my order #W1001?")).Status);
        await host.DrainedAsync();
        foreach (var chat in during)
        {
            var log = await host.LogAsync(chat.Conversation);
            Assert.Equal("the order system did not answer: unavailable", Assert.Single(log.Of("HandoffOpened")).Text("reason"));
            Assert.Empty(log.Of("StageFailed"));
        }
        Assert.Empty(await host.Staff.ListAsync("/api/operator/parked"));
        Seeds.Report(output, $"shop out for {Minutes} min: {during.Count} conversations by the script's way to a person, {shop.Paths.Count} requests, the next is answered");
    }

    private sealed class Gated(ITool inner, Task gate, SemaphoreSlim entered) : ITool
    {
        public async Task<ToolResult> CallAsync(ToolCall call, CancellationToken ct)
        {
            entered.Release();
            await gate.WaitAsync(ct);
            return await inner.CallAsync(call, ct);
        }

        public Task<ToolResult> ReconcileAsync(ToolCall call, CancellationToken ct) => inner.ReconcileAsync(call, ct);
    }

    private sealed class Counting(FunctionsAgent.Channels.IOutbound inner, Action tried) : FunctionsAgent.Channels.IOutbound
    {
        public bool Dedupes => inner.Dedupes;

        public string? MessageIdOf(FunctionsAgent.Channels.Outbound message) => inner.MessageIdOf(message);

        public Task<FunctionsAgent.Channels.Delivery> SendAsync(FunctionsAgent.Channels.Outbound message, CancellationToken ct)
        {
            tried();
            return inner.SendAsync(message, ct);
        }
    }
}

using System.Net;
using AuthMd.Limits;
using AuthMd.Tests.Drivers;

namespace AuthMd.Tests.Http;

public sealed class RateLimitTests
{
    private static AuthMdOptions Strict(AuthMdOptions usual) => usual with { Limits = new() };

    [Fact]
    public async Task The_sixth_anonymous_registration_of_an_address_in_an_hour_is_429_with_when_to_come_back()
    {
        await using var service = await Service.StartAsync(Strict);
        for (var n = 0; n < 5; n++) Assert.Equal(200, (await service.RegisterAsync()).Status);
        var refused = await service.RegisterAsync();
        Assert.Equal((429, "rate_limit_exceeded"), (refused.Status, refused.Code));
        var wait = refused.Body.GetProperty("retry_after").GetInt32();
        Assert.Equal(wait.ToString(System.Globalization.CultureInfo.InvariantCulture), refused.Header("Retry-After"));
        Assert.InRange(wait, 3600, 3660);

        service.Clock.Advance(TimeSpan.FromSeconds(wait - 1));
        Assert.Equal(429, (await service.RegisterAsync()).Status);
        service.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(200, (await service.RegisterAsync()).Status);
    }

    [Fact]
    public async Task The_window_slides_and_never_holds_more_than_its_limit()
    {
        await using var service = await Service.StartAsync();
        var limit = new Limit(10, TimeSpan.FromHours(1));
        var random = new Random(7);
        var passed = new List<DateTimeOffset>();
        for (var n = 0; n < 500; n++)
        {
            service.Clock.Advance(TimeSpan.FromSeconds(random.Next(0, 240)));
            if (await PassesAsync(service, limit)) passed.Add(service.Clock.GetUtcNow());
        }
        Assert.All(passed, from => Assert.InRange(passed.Count(at => at >= from && at < from + limit.Window), 1, limit.Count));
        // About 60,000 seconds: the limit is used, not only kept.
        Assert.True(passed.Count > 140, $"Only {passed.Count} passed.");
    }

    [Fact]
    public async Task The_limit_of_the_service_holds_for_all_addresses_together_and_on_two_instances()
    {
        await using var one = await Service.StartAsync(usual => usual with { Limits = usual.Limits with { Anonymous = Limit.PerHour(20) } });
        await using var two = await one.SecondAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 48).Select(n => (n % 2 == 0 ? one : two).RegisterAsync()));
        Assert.Equal(20, answers.Count(answer => answer.Status == 200));
        Assert.Equal(28, answers.Count(answer => answer.Status == 429));
    }

    [Fact]
    public async Task Who_waits_for_the_same_window_is_counted_with_one_write_and_the_limit_holds()
    {
        await using var service = await Service.StartAsync();
        var (limit, writes, first) = (Limit.PerHour(15), 0, new TaskCompletionSource());
        service.Store.Before = (what, _) => what == "write" && Interlocked.Increment(ref writes) == 1 ? first.Task : Task.CompletedTask;
        var all = Enumerable.Range(0, 40).Select(_ => PassesAsync(service, limit)).ToList();
        first.SetResult();
        Assert.Equal(15, (await Task.WhenAll(all)).Count(passed => passed));
        Assert.Equal(2, writes);
        Assert.False(await PassesAsync(service, limit));
    }

    [Fact]
    public async Task Who_hangs_up_in_the_queue_is_not_counted_and_holds_up_nobody()
    {
        await using var service = await Service.StartAsync();
        var (limit, held, first) = (Limit.PerHour(2), false, new TaskCompletionSource());
        service.Store.Before = (what, _) => what == "write" && !Interlocked.Exchange(ref held, true) ? first.Task : Task.CompletedTask;
        using var gone = new CancellationTokenSource();
        var one = PassesAsync(service, limit);
        var leaving = service.Limits.SpendAsync("anonymous", "one", limit, gone.Token);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving);
        var two = PassesAsync(service, limit);
        first.SetResult();
        Assert.True(await one);
        Assert.True(await two);
        Assert.False(await PassesAsync(service, limit));
    }

    [Fact]
    public async Task An_address_that_is_refused_does_not_use_up_the_service()
    {
        await using var service = await Service.StartAsync(usual => usual with { Limits = usual.Limits with { AnonymousPerAddress = Limit.PerHour(1), Anonymous = Limit.PerHour(2) } });
        for (var n = 0; n < 5; n++) await service.RegisterAsync();
        var open = 0;
        while (await PassesAsync(service, Limit.PerHour(2), Service.Issuer)) open++;
        Assert.Equal(1, open);
    }

    [Fact]
    public async Task A_store_that_fails_lets_pass()
    {
        await using var service = await Service.StartAsync(Strict);
        service.Store.Broken.Add("limit");
        for (var n = 0; n < 8; n++) Assert.Equal(200, (await service.RegisterAsync()).Status);
    }

    [Fact]
    public async Task No_address_lies_open_in_the_store()
    {
        await using var service = await Service.StartAsync(Strict);
        await service.RegisterAsync();
        var rows = service.Store.All.Where(entry => entry.Kind == "limit").Select(entry => entry.Entry.Key + entry.Entry.Json).ToList();
        Assert.Equal(2, rows.Count);
        Assert.All(rows, row => Assert.DoesNotContain("127.0.0.1", row, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1", true)]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    public async Task Who_has_a_whole_network_counts_once(string first, string second, bool same)
    {
        await using var service = await Service.StartAsync();
        await service.Limits.SpendAsync("test", IPAddress.Parse(first), Limit.PerHour(1), CancellationToken.None);
        var again = service.Limits.SpendAsync("test", IPAddress.Parse(second), Limit.PerHour(1), CancellationToken.None);
        if (same) Assert.Equal(429, (await Assert.ThrowsAsync<RefusalException>(() => again)).Status);
        else await again;
    }

    private static async Task<bool> PassesAsync(Service service, Limit limit, string key = "one")
    {
        try
        {
            await service.Limits.SpendAsync("anonymous", key, limit, CancellationToken.None);
            return true;
        }
        catch (RefusalException refusal) when (refusal.Status == 429)
        {
            return false;
        }
    }
}

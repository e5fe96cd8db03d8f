using System.Collections.Immutable;
using System.Diagnostics;
using AuthMd;
using AuthMd.Limits;
using AuthMd.Tokens;
using Microsoft.Extensions.DependencyInjection;

namespace Benchmarks;

/// <summary>
/// What foreign agents cost that register by themselves (auth.md): over HTTP, on 8 connections, client and provider in this process.
/// The limits would end it after five registrations: they are off, and in one row on, so high that nothing reaches them.
/// </summary>
internal static class Access
{
    public const int Connections = 8;

    /// <summary>What the service calls itself, wherever it listens.</summary>
    private const string Address = "https://agents.example";

    private static readonly AuthMdLimits Off = new()
    {
        AnonymousPerAddress = null, Anonymous = null, ServiceAuthPerAddress = null, ServiceAuth = null, PerLoginHint = null,
        IdentityAssertionPerAddress = null, IdentityAssertion = null, AttemptsPerClaim = null,
    };

    private static readonly AuthMdLimits Counted = Off with { AnonymousPerAddress = Limit.PerHour(1_000_000_000), Anonymous = Limit.PerHour(1_000_000_000) };

    public static async Task<AccessFigures> MeasureAsync(string folder, TimeSpan length, int reads)
    {
        await using var provider = await Provider.StartAsync();
        await using var agent = await StartAsync(folder, provider, Off);
        var foreign = new ForeignAgent(agent.Client);
        string Vouched(int n) => provider.Vouch($"person{n}", Address, agent.Now);

        var assertions = await Task.WhenAll(Enumerable.Range(0, Connections).Select(n => foreign.RegisterAsync(Vouched(n))));
        var rates = ImmutableArray.CreateBuilder<AccessRate>();
        rates.Add(await RateAsync(agent, "anonymous", AccessFigures.AnonymousTarget, length, _ => foreign.RegisterAsync()));
        rates.Add(await RateAsync(agent, "ID-JAG, known subject", AccessFigures.IdJagTarget, length, n => foreign.RegisterAsync(Vouched(n))));
        rates.Add(await RateAsync(agent, "token exchange", AccessFigures.ExchangeTarget, length, n => foreign.ExchangeAsync(assertions[n])));
        var token = await foreign.ExchangeAsync(assertions[0]);
        var validation = await ValidationAsync(agent.Services.GetRequiredService<AccessTokens>(), token, reads * 10);
        var (byToken, byKey) = await GetsAsync(agent, foreign, token, reads);

        await using var limited = await StartAsync(folder, provider, Counted);
        var limitedAgent = new ForeignAgent(limited.Client);
        rates.Insert(1, await RateAsync(limited, "anonymous, limits counted", null, length, _ => limitedAgent.RegisterAsync()));
        return new(rates.ToImmutable(), validation, byToken, byKey);
    }

    private static Task<Agent> StartAsync(string folder, Provider provider, AuthMdLimits limits) => Agent.StartAsync(folder, "waiting",
        settings: [new("AuthMd__TrustedIssuers__0__Issuer", provider.Issuer), new("Public__BaseUrl", Address)], configure: services => services.AddSingleton(limits));

    /// <param name="once">Told the number of its connection.</param>
    private static async Task<AccessRate> RateAsync(Agent agent, string what, double? target, TimeSpan length, Func<int, Task> once)
    {
        var (done, stop) = (0, false);
        var working = Enumerable.Range(0, Connections).Select(n => Task.Run(async () =>
        {
            for (; !Volatile.Read(ref stop); Interlocked.Increment(ref done)) await once(n);
        })).ToArray();
        await Task.WhenAny([Task.Delay(length / 3), .. working]);
        var (doneBefore, before, allocated, cpu, begin) = (Volatile.Read(ref done), agent.Tally.Now, GC.GetTotalAllocatedBytes(), Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
        // A worker ends early only by failing: told at once, below.
        await Task.WhenAny([Task.Delay(length), .. working]);
        var (seconds, count) = (Stopwatch.GetElapsedTime(begin).TotalSeconds, Math.Max(1, Volatile.Read(ref done) - doneBefore));
        var (counts, bytes, used) = (agent.Tally.Now - before, GC.GetTotalAllocatedBytes() - allocated, Environment.CpuUsage.TotalTime - cpu);
        Volatile.Write(ref stop, true);
        await Task.WhenAll(working);
        return new(what, count / seconds, target, (double)counts.Commits / count, (double)counts.Rows / count, (double)counts.Reads / count, used.TotalMilliseconds / count, bytes / count);
    }

    private static async Task<Latency> ValidationAsync(AccessTokens tokens, string token, int times)
    {
        var taken = new double[times];
        for (var n = -times / 4; n < times; n++)
        {
            var begin = Stopwatch.GetTimestamp();
            if (await tokens.ReadAsync(token, CancellationToken.None) is null) throw new InvalidOperationException("The token is not good.");
            if (n >= 0) taken[n] = Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
        }
        return Latency.Of(taken);
    }

    /// <summary>In turns, so that what else the machine does meets both alike.</summary>
    private static async Task<(Latency ByToken, Latency ByKey)> GetsAsync(Agent agent, ForeignAgent foreign, string token, int times)
    {
        var conversation = await foreign.ConverseAsync(token);
        var (byToken, byKey) = (new double[times], new double[times]);
        for (var n = -times / 4; n < times; n++)
        {
            var first = await TakenAsync(token);
            var second = await TakenAsync(agent.Key);
            if (n >= 0) (byToken[n], byKey[n]) = (first, second);
        }
        return (Latency.Of(byToken), Latency.Of(byKey));

        async Task<double> TakenAsync(string bearer)
        {
            var begin = Stopwatch.GetTimestamp();
            await foreign.ReadAsync(conversation, bearer);
            return Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
        }
    }
}

/// <param name="Target">Null: none.</param>
/// <param name="Cpu">Milliseconds of processor time of one, client and provider included.</param>
/// <param name="Allocated">Bytes of one, client and provider included.</param>
internal sealed record AccessRate(string What, double PerSecond, double? Target, double Commits, double Rows, double Reads, double Cpu, long Allocated)
{
    /// <summary>What the processors would give if nobody else used them and the disk kept up.</summary>
    public double PerSecondOfProcessors => 1000 * Environment.ProcessorCount / Cpu;
}

/// <param name="Validation">Of a token's validation alone, of a claimed registration: three reads.</param>
/// <param name="ByToken">Of a GET with such a token, over HTTP.</param>
/// <param name="ByKey">Of the same GET with the embedded host's key.</param>
internal sealed record AccessFigures(ImmutableArray<AccessRate> Rates, Latency Validation, Latency ByToken, Latency ByKey)
{
    /// <summary>A second: twice what the reference in memory did.</summary>
    public const double AnonymousTarget = 3000, IdJagTarget = 1680, ExchangeTarget = 2600;

    /// <summary>Milliseconds, p99.</summary>
    public const double ValidationTarget = 1;
}

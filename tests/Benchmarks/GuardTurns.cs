using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using FunctionsAgent.Agents;
using FunctionsAgent.Guardrails;
using FunctionsAgent.Policies;
using Microsoft.Extensions.Configuration;

namespace Benchmarks;

/// <summary>What the guards of the sample's package cost a turn of 2 KB each way, and whether slow ones are waited for together.</summary>
internal static class GuardTurns
{
    private const int Characters = 2_048;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1.5);

    private static readonly ImmutableArray<int> SlowMilliseconds = [40, 60, 80];

    private const string Order = "id: W1001\nstatus: shipped\nexpected: 2026-03-12\ncarrier: Parcel Arrow\ntracking number: PA123456789\nitems: Brass reading lamp\nquantity: 2\nprice: 59.90\ntotal: 119.80\ncurrency: USD";

    private const string Shipment = "id: S2001\nleft warehouse: 2026-03-09\nwarehouse: Dallas\nlast seen: Memphis\nsigned for by: nobody yet\nparcels: 1\nweight: 3.4 kg";

    private const string Article = """
        Returns
        You may return a lamp or a piece of furniture within 30 days of its delivery, as long as it is unused and in its box. Print the label from your account and hand
        the parcel to any shop of the carrier. We refund the price to the card you paid with within 5 business days of the parcel's arrival at our warehouse.
        Large furniture is collected at your door for 25.00 USD. Bulbs that have been switched on are not taken back.
        """;

    private const string Asked = """
        Hello, I ordered two brass reading lamps from you, order W1001, and I was told they would be here by Thursday. I have been waiting at home for two days and nobody
        rang. The tracking number PA123456789 says that the parcel is in Memphis, and it has said so since Monday. Could you find out what is going on? If they do not come
        I would rather send everything back, one of the lamps was meant as a birthday present for my sister. How long would I have for that, and who pays for the parcel?
        """;

    private const string Answered = """
        Your order W1001 has shipped with Parcel Arrow, and its tracking number is PA123456789. It left the warehouse in Dallas on 9 March 2026 and was last seen in Memphis.
        It is expected on 12 March 2026. The order has two brass reading lamps at 59.90 USD each, 119.80 USD in total. You may return a lamp within 30 days of its delivery, as
        long as it is unused and in its box. Print the label from your account and hand the parcel to any shop of the carrier. We refund the price to your card within 5
        business days of its arrival at our warehouse. Bulbs that have been switched on are not taken back.
        """;

    private static readonly Passage In = new(Filled(Asked), "personal", "customer", "web");

    private static readonly Passage Out = new(Filled(Answered), "personal", "model", "web")
    {
        Sources = [new("tool:get_order", Order), new("tool:get_shipment", Shipment), new("article:returns", Article), new("customer", Asked)],
    };

    /// <param name="rounds">A message and its reply each.</param>
    public static async Task<GuardFigures> MeasureAsync(int rounds)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "agents", Agent.Name);
        var (package, errors) = PackageFolder.Read(folder, PackageContext.Of(new ConfigurationBuilder().AddInMemoryCollection([new("Shop", "http://shop.example")]).Build()));
        if (package is null) throw new InvalidOperationException(string.Join('\n', errors));
        var guards = package.Guards;
        await CheckOnceAsync(guards);

        // With little text at first: what waits for the compiler's last tier is then soon there, and does not compile beside what is measured.
        for (var begin = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(begin) < WarmUp;) await TurnAsync(guards, In with { Text = In.Text[..200] }, Out with { Text = Out.Text[..200] });
        var warm = new double[300];
        for (var n = 0; n < warm.Length; n++)
        {
            var (one, other) = await TurnAsync(guards, In, Out);
            warm[n] = one + other;
        }
        var length = TimeSpan.FromMilliseconds(Latency.Of(warm[^100..]).P50);
        var (input, output, both) = (new double[rounds], new double[rounds], new double[rounds]);
        // Guards run on the pool's threads: what all threads allocate counts, and nobody else runs.
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var nothing = new double[rounds / 4];
        for (var n = 0; n < rounds; n++)
        {
            if (n % 4 == 0 && n / 4 < nothing.Length) nothing[n / 4] = await NothingAsync(length);
            (input[n], output[n]) = await TurnAsync(guards, In, Out);
            both[n] = input[n] + output[n];
        }
        var kilobytes = (GC.GetTotalAllocatedBytes(precise: true) - allocated) / 1024.0 / rounds;
        var costs = await CostsAsync(guards, Math.Max(1, rounds / 10));
        return new(Latency.Of(input), Latency.Of(output), Latency.Of(both), Latency.Of(nothing), kilobytes, await SlowAsync(), costs);
    }

    private static async Task<(double In, double Out)> TurnAsync(ImmutableArray<GuardUse> guards, Passage message, Passage reply)
    {
        var begin = Stopwatch.GetTimestamp();
        await Guards.CheckAsync(guards, "input", message, CancellationToken.None);
        var between = Stopwatch.GetTimestamp();
        await Guards.CheckAsync(guards, "output", reply, CancellationToken.None);
        return (Stopwatch.GetElapsedTime(begin, between).TotalMilliseconds, Stopwatch.GetElapsedTime(between).TotalMilliseconds);
    }

    /// <summary>Does nothing for as long as a turn's guards usually take: what it takes longer is the machine's, which others keep busy, and not the guards'.</summary>
    private static Task<double> NothingAsync(TimeSpan length) => Task.Run(() =>
    {
        var begin = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begin) < length) Thread.SpinWait(1);
        return Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
    });

    // A turn that a guard stops, or judges to be nothing, is not what customers have all day.
    private static async Task CheckOnceAsync(ImmutableArray<GuardUse> guards)
    {
        foreach (var (side, passage) in new[] { ("input", In), ("output", Out) })
        {
            var guarded = await Guards.CheckAsync(guards, side, passage, CancellationToken.None);
            if (guarded.Stopped is { } stop) throw new InvalidOperationException($"{side}: {stop.Rule} {stop.Do}, {stop.Reason} {stop.Evidence}");
            if (guarded.Verdicts.Concat(guarded.Shadow).FirstOrDefault(Guards.Failed) is { } failed) throw new InvalidOperationException($"{side}: {failed.Reason} {failed.Evidence}");
        }
    }

    /// <summary>Each guard by itself, one after the other: who to look at when a target is missed.</summary>
    private static async Task<ImmutableArray<GuardCost>> CostsAsync(ImmutableArray<GuardUse> guards, int rounds)
    {
        var costs = ImmutableArray.CreateBuilder<GuardCost>();
        foreach (var use in guards.Where(use => use.Mode != GuardMode.Off && use.Info.At is "input" or "output"))
        {
            var passage = use.Info.At == "input" ? In : Out;
            var (allocated, begin) = (GC.GetTotalAllocatedBytes(precise: true), Stopwatch.GetTimestamp());
            for (var n = 0; n < rounds; n++) await use.Guard.CheckAsync(passage, CancellationToken.None);
            var taken = Stopwatch.GetElapsedTime(begin);
            costs.Add(new(use.Info.Name, use.Info.At, taken.TotalMilliseconds / rounds, (GC.GetTotalAllocatedBytes(precise: true) - allocated) / 1024.0 / rounds));
        }
        return costs.ToImmutable();
    }

    /// <summary>Milliseconds that guards who wait 40, 60 and 80 take together, the median of five.</summary>
    private static async Task<double> SlowAsync()
    {
        ImmutableArray<GuardUse> slow = [.. SlowMilliseconds.Select(wait => new GuardUse(new Waiting(wait)))];
        var taken = new double[5];
        for (var n = 0; n < taken.Length; n++)
        {
            var begin = Stopwatch.GetTimestamp();
            await Guards.CheckAsync(slow, "input", In, CancellationToken.None);
            taken[n] = Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
        }
        return Latency.Of(taken).P50;
    }

    public static void Print(GuardFigures guards, TextWriter to)
    {
        to.WriteLine($"Guards of {Agent.Name} ({guards.Each.Length}, in its own modes), a message of {Characters:N0} characters and a model's reply of as many with {Out.Sources.Length} sources");
        to.WriteLine("  side        p50 ms   p99 ms   rounds");
        foreach (var (side, taken) in new[] { ("input", guards.Input), ("output", guards.Output), ("both", guards.Both), ("nothing", guards.Nothing) })
            to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {side,-8}  {taken.P50,8:0.000} {taken.P99,8:0.000} {taken.Count,8:N0}"));
        to.WriteLine("  nothing: a loop as long as both usually are, in between; its p99 is the machine's own.");
        to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  one by one: {string.Join(", ", guards.Each.Select(each => $"{each.Name} {each.Milliseconds * 1000:0} us {each.Kilobytes:0.0} KB"))}"));
        to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  both sides p99 {guards.Both.P99:0.00} ms; target {GuardFigures.MillisecondsTarget}: {Verdict(guards.Both.P99 <= GuardFigures.MillisecondsTarget)}."
            + $" {guards.Kilobytes:0.0} KB allocated; target {GuardFigures.KilobytesTarget}: {Verdict(guards.Kilobytes <= GuardFigures.KilobytesTarget)}."));
        to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  three that wait {string.Join(", ", SlowMilliseconds)} ms: {guards.SlowTogether:0} ms together, {guards.SlowRatio:0.00} of the slowest ({SlowMilliseconds.Sum() / (double)SlowMilliseconds.Max():0.00} one after the other); target {GuardFigures.SlowTarget}: {Verdict(guards.SlowRatio <= GuardFigures.SlowTarget)}"));
    }

    public static double SlowestMilliseconds => SlowMilliseconds.Max();

    private static string Verdict(bool met) => met ? "met" : "not met";

    private static string Filled(string text)
    {
        var line = text.ReplaceLineEndings(" ");
        return string.Concat(Enumerable.Repeat(line, (Characters / line.Length) + 1))[..Characters];
    }

    private sealed class Waiting(int milliseconds) : IGuard
    {
        public RuleInfo Info { get; } = new($"waits-{milliseconds}", "1", "input", "Waits.");

        public FailMode Fails => FailMode.Open;

        public async ValueTask<Verdict> CheckAsync(Passage passage, CancellationToken ct)
        {
            await Task.Delay(milliseconds, ct);
            return new(Do.Allow, Info.Name, Info.Version, "waited", []);
        }
    }
}

/// <param name="Both">Milliseconds of a message's guards and then its reply's.</param>
/// <param name="Nothing">Of a loop that does nothing for the usual time of both, among them.</param>
/// <param name="Kilobytes">Allocated for both sides together by all threads, the frame's own included; a mean, as it hardly differs from turn to turn.</param>
/// <param name="SlowTogether">Milliseconds.</param>
internal sealed record GuardFigures(Latency Input, Latency Output, Latency Both, Latency Nothing, double Kilobytes, double SlowTogether, ImmutableArray<GuardCost> Each)
{
    public const double MillisecondsTarget = 2, KilobytesTarget = 64, SlowTarget = 1.5;

    public double SlowRatio => SlowTogether / GuardTurns.SlowestMilliseconds;
}

/// <summary>Of one call by itself, means: what is asked of every message or reply. Guards of tools' calls are not among them.</summary>
internal sealed record GuardCost(string Name, string At, double Milliseconds, double Kilobytes);

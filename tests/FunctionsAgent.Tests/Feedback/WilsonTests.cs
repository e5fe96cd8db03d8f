using FunctionsAgent.Feedback;

namespace FunctionsAgent.Tests.Feedback;

/// <summary>Intervals and quantiles: known values, and what holds for all of them.</summary>
public sealed class WilsonTests
{
    /// <summary>R. G. Newcombe, Statistics in Medicine 17, 1998, table I, method 3.</summary>
    [Theory]
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    public void The_interval_is_that_of_the_books(long successes, long n, double low, double high)
    {
        var interval = Wilson.Interval(successes, n)!.Value;

        Assert.Equal(low, interval.Low, 5e-5);
        Assert.Equal(high, interval.High, 5e-5);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, -1)]
    [InlineData(-1, 5)]
    [InlineData(6, 5)]
    public void Of_nothing_or_of_what_is_no_share_there_is_none(long successes, long n) => Assert.Null(Wilson.Interval(successes, n));

    [Fact]
    public void A_rate_of_nothing_says_so()
    {
        Assert.Equal(new Rate(0, 0, null, null, null), Rate.Of(0, 0));
        Assert.Equal("""{"numerator":0,"n":0,"share":null,"low":null,"high":null}""", System.Text.Json.JsonSerializer.Serialize(Rate.None, System.Text.Json.JsonSerializerOptions.Web));
    }

    [Fact]
    public void It_holds_the_share_stays_within_bounds_mirrors_and_narrows_with_n()
    {
        var random = new Random(6);
        for (var run = 0; run < 2_000; run++)
        {
            var n = random.NextInt64(1, 1L << random.Next(1, 40));
            var successes = random.NextInt64(0, n + 1);
            var (low, high) = Wilson.Interval(successes, n)!.Value;
            var share = (double)successes / n;
            Assert.InRange(low, 0, share);
            Assert.InRange(high, share, 1);
            var mirrored = Wilson.Interval(n - successes, n)!.Value;
            Assert.Equal(1 - high, mirrored.Low, 1e-12);
            var tenfold = Wilson.Interval(successes * 10, n * 10)!.Value;
            Assert.True(tenfold.High - tenfold.Low < high - low);
        }
    }

    [Fact]
    public void A_bucket_holds_its_value_and_is_at_most_a_sixteenth_wide()
    {
        var random = new Random(6);
        for (var run = 0; run < 5_000; run++)
        {
            var value = random.NextInt64(0, 1L << random.Next(1, 50));
            var bucket = Histogram.BucketOf(value);
            Assert.InRange(value, bucket == 0 ? 0 : Histogram.Top(bucket - 1) + 1, Histogram.Top(bucket));
            Assert.True(Histogram.Top(bucket) - value <= value / 16.0);
        }
    }

    [Fact]
    public void A_quantile_of_a_sum_is_that_of_all_its_values()
    {
        var random = new Random(6);
        for (var run = 0; run < 200; run++)
        {
            var values = Enumerable.Range(0, random.Next(1, 400)).Select(_ => random.NextInt64(0, 100_000)).ToList();
            var counts = values.Select(value => (Histogram.BucketOf(value), 1L)).ToList();
            foreach (var share in (double[])[0.5, 0.95, 0.99])
            {
                var exact = values.Order().ElementAt((int)Math.Ceiling(values.Count * share) - 1);
                Assert.Equal(Histogram.Top(Histogram.BucketOf(exact)), Histogram.Quantile(counts, share));
            }
        }
        Assert.Null(Histogram.Quantile([], 0.5));
    }
}

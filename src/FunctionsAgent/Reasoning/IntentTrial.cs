using System.Collections.Immutable;

namespace FunctionsAgent.Reasoning;

/// <summary>A held-back message and what machines that had not seen it said.</summary>
/// <param name="Class">Its intent; -1: out of scope.</param>
/// <param name="Weight">What it counts beside the others.</param>
internal sealed record IntentTrial(float[] Scores, float Known, int Class, double Weight = 1)
{
    private const double Coldest = 0.5, Hottest = 16, UsualTemperature = 6;

    /// <summary>So many tell the temperature as well as all.</summary>
    private const int EnoughTrials = 2_000;

    private static readonly double[] Thresholds = [.. Enumerable.Range(1, 99).Select(i => i / 100d)];

    /// <summary>What a package with an example or two an intent has, of which nothing can be held back; in the order of <see cref="IntentCalibration.Features"/>.</summary>
    private static readonly double[] Prior = [0.5, 3, 1, 1.5];

    /// <summary>Keeps few trials from making it certain.</summary>
    private const double Ridge = 1;

    /// <summary>Where probabilities are right, a half is where a reading begins to be worth more than none. Few trials do not move it far: so many messages' worth, times the square of the distance.</summary>
    private const double UsualThreshold = 0.5, Hold = 50;

    /// <param name="trials">In scope and out of scope.</param>
    public static IntentCalibration Calibrate(IReadOnlyList<IntentTrial> trials)
    {
        var temperature = Temperature([.. trials.Where(trial => trial.Class >= 0)]);
        var scope = LinearLogistic.Fit([.. trials.Select(trial => IntentCalibration.Features(trial.Scores, trial.Known))], [.. trials.Select(trial => trial.Class >= 0)], [.. trials.Select(trial => trial.Weight)], Prior, Ridge);
        var calibration = new IntentCalibration(temperature, [.. scope], UsualThreshold);
        return calibration with { Threshold = Threshold(trials, calibration) };
    }

    /// <summary>The one under which the right intents are most probable, by golden section of its logarithm; without trials the usual one.</summary>
    private static double Temperature(IntentTrial[] all)
    {
        var step = (all.Length + EnoughTrials - 1) / EnoughTrials;
        var trials = all.Where((_, i) => i % step == 0).ToArray();
        var (low, high) = (Math.Log(Coldest), Math.Log(Hottest));
        const double part = 0.6180339887498949;
        while (high - low > 0.02)
        {
            var (left, right) = (high - part * (high - low), low + part * (high - low));
            if (Surprise(trials, Math.Exp(left)) <= Surprise(trials, Math.Exp(right))) high = right;
            else low = left;
        }
        return Math.Exp((low + high) / 2);
    }

    private static double Surprise(IntentTrial[] trials, double temperature) => Math.Pow(Math.Log(temperature / UsualTemperature), 2) + trials.Sum(trial => -Math.Log(Math.Max(IntentCalibration.Shares(trial.Scores, temperature)[trial.Class], 1e-9)));

    /// <summary>
    /// The rule: where the messages are worth most together. A right intent is worth 1, a question with the right one in it a half, none 0; a wrong intent,
    /// or any for a message out of scope, takes 1 away, as a wrong script is worse than none.
    /// </summary>
    private static double Threshold(IReadOnlyList<IntentTrial> trials, IntentCalibration calibration)
    {
        if (trials.Count == 0) return UsualThreshold;
        var names = Enumerable.Range(0, trials[0].Scores.Length).Select(k => k.ToString(System.Globalization.CultureInfo.InvariantCulture)).ToImmutableArray();
        var sums = Array.ConvertAll(Thresholds, threshold => -Hold * (threshold - UsualThreshold) * (threshold - UsualThreshold));
        foreach (var trial in trials)
        {
            var reading = (calibration with { Threshold = 0 }).Read(trial.Scores, trial.Known, names);
            var passes = reading.Intent is not null ? reading.Confidence : reading.Ranked.Take(reading.Between.Length).Sum(score => score.Probability);
            var worth = trial.Class < 0 ? -1 : reading.Intent == names[trial.Class] ? 1 : reading.Between.Contains(names[trial.Class]) ? 0.5 : -1;
            for (var i = 0; i < Thresholds.Length && Thresholds[i] <= passes; i++) sums[i] += worth * trial.Weight;
        }
        return Thresholds[sums.IndexOf(sums.Max())];
    }
}

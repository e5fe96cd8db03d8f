using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Net.Mail;

namespace FunctionsAgent.Agents;

/// <summary>A goal that can be measured, and a person who answers for it.</summary>
internal static class ReadinessOfGoal
{
    /// <summary>Shares that the nightly run measures, the higher the better, each with an interval that a growing scope is judged by.</summary>
    public static FrozenSet<string> Metrics { get; } =
        new[] { "containment", "strict-containment", "deflection", "first-contact-resolution", "csat", "coverage" }.ToFrozenSet(StringComparer.Ordinal);

    public static ImmutableArray<string> Windows { get; } = ["24h", "72h", "7d"];

    /// <summary>Agents that come with the product: nobody answers for their goals.</summary>
    public static FrozenSet<string> Samples { get; } = new[] { "retail-support", "retail-support-code" }.ToFrozenSet(StringComparer.Ordinal);

    public static ReadinessCheck Kpi(Package package)
    {
        var kpi = package.Kpi;
        var wrong = new List<(string, string)>();
        if (!Metrics.Contains(kpi.Metric)) wrong.Add(($"the metric '{Shown.Of(kpi.Metric)}' is not measured", $"Name one of {string.Join(", ", Metrics.Order(StringComparer.Ordinal))} in kpi.metric."));
        if (kpi.Target is not (> 0 and <= 1)) wrong.Add(($"the target is {Share(kpi.Target)}", "Write a share above 0 and up to 1 in kpi.target."));
        else if (!(kpi.Baseline < kpi.Target)) wrong.Add(($"the target {Share(kpi.Target)} is not above the baseline {Share(kpi.Baseline)}", "Raise kpi.target above kpi.baseline: reaching it must change something."));
        if (!Windows.Contains(kpi.Window)) wrong.Add(($"the window '{Shown.Of(kpi.Window)}' is none that is measured", $"Write {string.Join(", ", Windows)} in kpi.window."));
        var owner = OwnerOf(kpi.Owner);
        var isSample = owner == Owner.Placeholder && Samples.Contains(package.Name);
        if (owner != Owner.Address && !isSample) wrong.Add(($"the owner '{Shown.Of(kpi.Owner)}' is {(owner == Owner.None ? "no e-mail address" : "a placeholder")}", "Write the address of the person who answers for the goal in kpi.owner."));
        if (kpi.Outcome.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length < 2) wrong.Add(("the outcome says nothing", "Say in kpi.outcome what reaching the goal changes."));

        var goal = $"{kpi.Metric} from {Share(kpi.Baseline)} to {Share(kpi.Target)} within {kpi.Window}, owner {Shown.Of(kpi.Owner)}";
        return ReadinessCheck.Of("kpi", wrong, () => isSample
            ? ReadinessCheck.Note("kpi", $"{goal}: an address of the sample's", "Nothing, as long as it is the sample.")
            : ReadinessCheck.Green("kpi", goal));
    }

    public static ReadinessCheck Baseline(Package package, AgentFigures? figures)
    {
        if (package.Kpi.Baseline > 0) return ReadinessCheck.Green("baseline", $"{Share(package.Kpi.Baseline)}");
        return figures?.Standing is { } now
            ? ReadinessCheck.Note("baseline", $"0 %, while it is measured: {Standing(now)}", "Write what was measured before the change into kpi.baseline.")
            : ReadinessCheck.Note("baseline", "0 %, and nothing is measured yet", "'kpi' prints the figure when the first cases are mature; write it into kpi.baseline.");
    }

    /// <summary>As everybody prints a rate: with its interval, n and window.</summary>
    public static string Standing(KpiStanding s) => $"{s.Metric} {Share(s.Share)} (95 %: {Share(s.Low)} to {Share(s.High)}, n {s.Count.ToString("N0", CultureInfo.InvariantCulture)}, {s.Window})";

    public static string Share(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.#} %");

    private enum Owner { Address, Placeholder, None }

    private static Owner OwnerOf(string text)
    {
        if (!(MailAddress.TryCreate(text, out var mail) && mail.Address == text)) return Owner.None;
        // RFC 2606 keeps these for examples: nobody reads mail there.
        var labels = mail.Host.ToLowerInvariant().TrimEnd('.').Split('.');
        return labels[^1] is "example" or "test" or "invalid" or "localhost" || labels is [.., "example", _] ? Owner.Placeholder : Owner.Address;
    }
}

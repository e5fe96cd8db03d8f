using System.Globalization;
using FunctionsAgent.Guardrails;

namespace FunctionsAgent.Agents;

/// <summary>Who and what stands by when the agent errs: guards, a desk, and people who look.</summary>
internal static class ReadinessOfCare
{
    public static ReadinessCheck Guards(Package package)
    {
        var wrong = new List<(string, string)>();
        foreach (var (side, way) in (ReadOnlySpan<(string, string)>)[("input", "in"), ("output", "out")])
            if (!package.Guards.Any(guard => guard.Info.At == side && guard.Mode == GuardMode.On)) wrong.Add(($"no guard is on for the way {way}", "Set guards to mode: on."));
        return ReadinessCheck.Of("guards", wrong, () => ReadinessCheck.Green("guards", string.Join(", ", package.Guards.Where(guard => guard.Mode != GuardMode.Off).Select(guard => $"{guard.Info.Name} ({guard.Info.At}{(guard.Mode == GuardMode.Shadow ? ", shadow" : "")})"))));
    }

    /// <summary>Nothing for an agent that masks nothing.</summary>
    public static IEnumerable<ReadinessCheck> Masking(Package package)
    {
        if (package.Manifest is not { Masking: { IsOff: false } masking }) return [];
        var lost = MaskedReads.Of(package);
        return [lost.IsEmpty
            ? ReadinessCheck.Green("masking", $"{masking.Entities.Length} types, {masking.Fields.Length} fields and {masking.Custom.Length} forms of its own are masked; the script reads none of them")
            : ReadinessCheck.Note("masking", string.Join(" ", lost), "Take the field out of masking, or answer from it in the script, which sees it.")];
    }

    public static ReadinessCheck Desk(Package package)
    {
        var desk = package.Manifest?.Handoff;
        var wrong = new List<(string, string)>();
        if (string.IsNullOrWhiteSpace(desk?.Desk)) wrong.Add(("no desk", "Name the desk that takes over in handoff.desk."));
        if (desk?.Wait is null) wrong.Add(("no wait", "Say in handoff.wait how long a customer waits for a person."));
        if (desk?.Otherwise is null) wrong.Add(("nothing for when nobody comes", "Name the channel the customer is then answered by in handoff.otherwise."));
        return ReadinessCheck.Of("desk", wrong, () => ReadinessCheck.Green("desk", $"{Shown.Of(desk!.Desk)}, after {Span(desk.Wait!.Value)} by {desk.Otherwise}"));
    }

    public static ReadinessCheck Loop(AgentFigures? figures) => figures?.Loop is { Marks: > 0 } loop
        ? ReadinessCheck.Green("loop", $"from a signal to a person's mark {Span(loop.Median)} at the median of {loop.Marks.ToString("N0", CultureInfo.InvariantCulture)} in 28 days")
        : ReadinessCheck.Note("loop", "not measured yet", "'review next' and 'review mark' measure it: the time from a signal to a person's mark.");

    private static string Span(TimeSpan span) => string.Create(CultureInfo.InvariantCulture, $"{(span.TotalDays >= 2 ? span.TotalDays : span.TotalHours >= 2 ? span.TotalHours : span.TotalMinutes >= 2 ? span.TotalMinutes : span.TotalSeconds):0.#} {(span.TotalDays >= 2 ? "days" : span.TotalHours >= 2 ? "hours" : span.TotalMinutes >= 2 ? "minutes" : "seconds")}");
}

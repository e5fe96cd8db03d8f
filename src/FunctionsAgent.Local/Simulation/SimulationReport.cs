using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using FunctionsAgent.Evaluation;
using FunctionsAgent.Feedback;
using FunctionsAgent.Local.Verbs;

namespace FunctionsAgent.Local.Simulation;

/// <summary>What a reader is told of a simulation.</summary>
/// <param name="Result">Null where it was simulated before.</param>
/// <param name="Check">Null where nobody asked for it.</param>
/// <param name="Errors">What the product logged as errors meanwhile.</param>
internal sealed record SimulationReport(SimulationMark Mark, TrafficPlan Plan, SimulationResult? Result, TruthCheck? Check, IReadOnlyCollection<string> Errors)
{
    private const int MostTold = 40;

    public string Data { get; init; } = "";
    public string Truth { get; init; } = "";

    /// <summary>Null where the agents are those of the settings.</summary>
    public string? Agents { get; init; }

    public bool IsAsPlanned => Result is not { OtherwiseCount: > 0 } && Check is not { Differences.Length: > 0 } && Errors.Count == 0;

    public void Write(ParseResult line)
    {
        if (line.GetValue(GlobalOptions.Json)) line.Output().WriteJson(Json());
        else Write(line.Output());
    }

    private void Write(TextWriter output)
    {
        output.WriteLine(Result is null ? $"Simulated before: {Mark}" : $"Simulated: {Mark}");
        if (Result is not null)
        {
            output.WriteLine($"{Result.Conversations:N0} conversations, {Result.Turns:N0} turns, {Result.Surveys:N0} survey answers, {Mark.Days:N0} nights in {Result.Took.TotalSeconds:N1} s: {Result.TurnsPerSecond:N0} turns/s");
            Tell(output, $"{Result.OtherwiseCount:N0} turns went otherwise than planned:", Result.Otherwise, Result.OtherwiseCount);
        }
        Tell(output, $"{Errors.Count:N0} errors were logged:", Errors, Errors.Count);
        var (over, open) = Cases();
        output.WriteLine($"Truth: {Truth}: {over:N0} cases with an outcome, {open:N0} still open at the end");
        if (Check is not null)
        {
            output.WriteLine($"Check: {Check}");
            Tell(output, "Counted otherwise than planned:", Check.Differences.Select(d => d.ToString()), Check.Differences.Length);
        }
        output.WriteLine("Next:");
        // With all that finds this very simulation again, on whatever day it is typed.
        if (Check is null) output.WriteLine($"  simulate --conversations {Mark.Conversations} --days {Mark.Days} --seed {Mark.Seed} --start {Mark.Start:yyyy-MM-dd} --agent {Mark.Agent} {Where} --check");
        output.WriteLine($"  kpi {Where}");
        output.WriteLine($"  kpi --html kpi.html {Where}");
        output.WriteLine($"  kpi recompute {Where}");
    }

    private string Where => $"{(Agents is null ? "" : $"--agents {Agents} ")}--data {Data}";

    private static void Tell(TextWriter output, string title, IEnumerable<string> what, long count)
    {
        if (count == 0) return;
        output.WriteLine(title);
        var told = what.Take(MostTold).ToList();
        foreach (var one in told) output.WriteLine(TextTable.Line($"  {one}"));
        if (count > told.Count) output.WriteLine($"  and {count - told.Count:N0} more");
    }

    private (int Over, int Open) Cases()
    {
        var (over, open) = (0, 0);
        foreach (var planned in Plan.Cases()) _ = planned.Outcome == Outcome.Open ? open++ : over++;
        return (over, open);
    }

    private JsonObject Json() => new()
    {
        ["agent"] = Mark.Agent, ["version"] = Mark.Version, ["conversations"] = Mark.Conversations, ["days"] = Mark.Days, ["seed"] = Mark.Seed,
        ["start"] = $"{Mark.Start:yyyy-MM-dd}", ["end"] = $"{Mark.End:yyyy-MM-dd}", ["turns"] = Result?.Turns, ["surveys"] = Result?.Surveys,
        ["turnsPerSecond"] = Result is null ? null : Math.Round(Result.TurnsPerSecond, 1), ["otherwise"] = Result?.OtherwiseCount, ["errors"] = Errors.Count,
        ["data"] = Data, ["truth"] = Truth, ["cases"] = Check?.Cases, ["differ"] = Check?.Differing,
        ["differences"] = Check is null ? null : new JsonArray([.. Check.Differences.Select(d => (JsonNode)new JsonObject
        {
            ["day"] = d.Day, ["channel"] = d.Channel, ["family"] = d.Family, ["known"] = d.Known, ["counter"] = d.Counter, ["planned"] = d.Planned, ["found"] = d.Found,
        })]),
    };
}

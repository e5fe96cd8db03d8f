using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Agents;
using FunctionsAgent.Evaluation;
using FunctionsAgent.Feedback;
using FunctionsAgent.Local.Simulation;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsAgent.Local.Verbs;

/// <summary>
/// <c>simulate</c>: realistic conversations through the product's own doors under a simulated clock, and the truth beside them.
/// Exits with 1 when a turn went otherwise than planned, or with <c>--check</c> when a counter did.
/// </summary>
internal static class SimulateVerb
{
    private const int MostConversations = 1_000_000, MostDays = 400, UsualConversations = 1_000, UsualDays = 14, UsualSeed = 1, MostTold = 40;

    /// <summary>The night counts until then at the latest: before it, yesterday is not over.</summary>
    private static readonly TimeSpan NightIsOver = TimeSpan.FromHours(3);

    private static readonly Option<int?> Conversations = new("--conversations") { Description = "How many, 1 to 1,000,000; otherwise 1,000.", HelpName = "N" };
    private static readonly Option<int?> Days = new("--days") { Description = "Over how many days, 1 to 400; otherwise 14.", HelpName = "D" };
    private static readonly Option<long?> Seed = new("--seed") { Description = "The same seed gives the same traffic; otherwise 1.", HelpName = "S" };
    private static readonly Option<string?> Agent = new("--agent") { Description = "One agent; otherwise the first that has tests." };
    private static readonly Option<string?> Start = new("--start") { Description = "The first day, UTC; otherwise so that the last one was yesterday.", HelpName = "YYYY-MM-DD" };
    private static readonly Option<string?> Truth = new("--truth") { Description = "Where to write what has to come out; otherwise truth.jsonl in the data folder.", HelpName = "FILE" };
    private static readonly Option<bool> Check = new("--check") { Description = "Compares what was rolled up with what was planned; exits with 1 when anything differs." };

    public static Command Create()
    {
        var command = new Command("simulate", "Simulates customers through the real front door, in days that pass in minutes, and writes what has to come out.") { Conversations, Days, Seed, Agent, Start, Truth, Check };
        command.Validators.Add(result =>
        {
            if (result.GetValue(Conversations) is < 1 or > MostConversations) result.AddError($"--conversations: 1 to {MostConversations:N0}.");
            if (result.GetValue(Days) is < 1 or > MostDays) result.AddError($"--days: 1 to {MostDays}.");
            if (result.GetValue(Start) is { } start && Day(start) is null) result.AddError("--start: a day as 2026-01-31.");
            if (result.GetValue(GlobalOptions.Url) is not null) result.AddError("--url: simulated customers write to an instance of their own, in --data.");
        });
        command.SetAction(RunAsync);
        return command;
    }

    private static Task<int> RunAsync(ParseResult line, CancellationToken ct) => RunAsync(line, TimeProvider.System.GetUtcNow(), ct);

    /// <param name="now">The real present: the last simulated day is the one before, unless <c>--start</c> says otherwise.</param>
    private static async Task<int> RunAsync(ParseResult line, DateTimeOffset now, CancellationToken ct)
    {
        var (data, error) = (line.GetValue(GlobalOptions.Data)!, line.InvocationConfiguration.Error);
        var package = Chosen(line);
        var (days, seed) = (line.GetValue(Days) ?? UsualDays, line.GetValue(Seed) ?? UsualSeed);
        var start = line.GetValue(Start) is { } given ? Day(given)!.Value : DateOnly.FromDateTime((now - NightIsOver).UtcDateTime).AddDays(-days);
        var plan = Plan(package, seed, line.GetValue(Conversations) ?? UsualConversations, days, start);
        if (plan.LeftOut.ToArray() is { Length: > 0 } left) await error.WriteLineAsync($"No material, as a rehearsal of the script alone finds something else: {string.Join("; ", left)}");
        var mark = new SimulationMark(package.Name, package.Version, plan.Conversations, days, seed, start, SimulationMark.Running);
        var known = mark.IsIn(data);
        mark = mark with { State = known ? SimulationMark.Finished : SimulationMark.Running };
        if (!known) mark.Write(data);
        await File.WriteAllLinesAsync(line.GetValue(Truth) ?? Path.Combine(data, "truth.jsonl"), TruthFile.Lines(plan, mark.Seed), ct);

        await using var host = await SimulatedHost.StartAsync(GlobalOptions.Host(line) with { Data = data }, package.Name, known ? plan.End.AddHours(2) : plan.At(0), ct);
        using var told = ct.Register(() => error.WriteLine($"Interrupted: {data} holds a simulation that did not end. Delete the folder and simulate again."));
        var result = known ? null : await new SimulationRun(plan, host, error.WriteLine).RunAsync(ct);
        if (!known) (mark with { State = SimulationMark.Finished }).Write(data);
        var check = line.GetValue(Check) ? TruthCheck.Of(plan, await RolledUpAsync(host, plan, ct)) : null;
        Print(line, mark, result, check, host.Errors);
        return result is { OtherwiseCount: > 0 } || check is { Differences.Length: > 0 } || host.Errors.Count > 0 ? CommandLine.Found : CommandLine.Fine;
    }

    private static Package Chosen(ParseResult line)
    {
        var options = GlobalOptions.Host(line);
        var settings = LocalSettings.Load(options);
        if (options.AgentsPath is { } path) settings["Agents:Path"] = path;
        IReadOnlyList<Package> packages;
        try
        {
            packages = PackageChoice.Of(settings, PackageContext.Of(settings), []);
        }
        catch (PackageException e)
        {
            throw new StartException(e.Message, e);
        }
        if (line.GetValue(Agent) is not { } name) return packages.FirstOrDefault(package => !package.Tests.IsEmpty) ?? throw new StartException("No agent here has tests, and simulated customers say what tests say: write some in tests/*.yaml.");
        return packages.FirstOrDefault(package => package.Name == name) ?? throw new StartException($"There is no agent {name} here. There are: {string.Join(", ", packages.Select(package => package.Name))}.");
    }

    private static TrafficPlan Plan(Package package, long seed, int conversations, int days, DateOnly start)
    {
        try
        {
            return TrafficPlan.Of(package, seed, conversations, days, start);
        }
        catch (NoMaterialException e)
        {
            throw new StartException(e.Message, e);
        }
    }

    private static Task<RolledUp> RolledUpAsync(SimulatedHost host, TrafficPlan plan, CancellationToken ct) =>
        host.Services.GetRequiredService<RollUps>().ReadAsync(plan.Start, plan.Start.AddDays(plan.Days - 1), now: false, ct);

    private static void Print(ParseResult line, SimulationMark mark, SimulationResult? result, TruthCheck? check, IReadOnlyCollection<string> errors)
    {
        var output = line.Output();
        if (line.GetValue(GlobalOptions.Json))
        {
            output.WriteJson(Json(mark, result, check, errors));
            return;
        }
        output.WriteLine(result is null ? $"Simulated before: {mark}" : $"Simulated: {mark}");
        if (result is not null)
        {
            output.WriteLine($"{result.Conversations:N0} conversations, {result.Turns:N0} turns, {result.Surveys:N0} survey answers in {result.Took.TotalSeconds:N1} s: {result.TurnsPerSecond:N0} turns/s");
            if (result.OtherwiseCount > 0) output.WriteLine($"{result.OtherwiseCount:N0} turns went otherwise than planned:");
            foreach (var turn in result.Otherwise) output.WriteLine(TextTable.Line($"  {turn}"));
        }
        if (errors.Count > 0) output.WriteLine($"{errors.Count} errors were logged:");
        foreach (var logged in errors.Take(MostTold)) output.WriteLine(TextTable.Line($"  {logged}"));
        if (check is null) return;
        output.WriteLine($"{check}");
        foreach (var difference in check.Differences.Take(MostTold)) output.WriteLine(TextTable.Line($"  {difference}"));
        if (check.Differences.Length > MostTold) output.WriteLine($"  and {check.Differences.Length - MostTold:N0} more");
    }

    private static JsonObject Json(SimulationMark mark, SimulationResult? result, TruthCheck? check, IReadOnlyCollection<string> errors) => new()
    {
        ["agent"] = mark.Agent, ["version"] = mark.Version, ["conversations"] = mark.Conversations, ["days"] = mark.Days, ["seed"] = mark.Seed,
        ["start"] = $"{mark.Start:yyyy-MM-dd}", ["end"] = $"{mark.End:yyyy-MM-dd}", ["turns"] = result?.Turns, ["surveys"] = result?.Surveys,
        ["turnsPerSecond"] = result is null ? null : Math.Round(result.TurnsPerSecond, 1), ["otherwise"] = result?.OtherwiseCount, ["errors"] = errors.Count,
        ["cases"] = check?.Cases, ["differ"] = check?.Differing,
        ["differences"] = check is null ? null : new JsonArray([.. check.Differences.Select(d => (JsonNode)new JsonObject
        {
            ["day"] = d.Day, ["channel"] = d.Channel, ["family"] = d.Family, ["known"] = d.Known, ["counter"] = d.Counter, ["planned"] = d.Planned, ["found"] = d.Found,
        })]),
    };

    private static DateOnly? Day(string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day is { Year: >= 2000 and <= 2100 } ? day : null;
}

using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Linq;
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
    private const int MostConversations = 1_000_000, MostDays = 400;

    /// <summary>The night counts until then at the latest: before it, yesterday is not over.</summary>
    private static readonly TimeSpan NightIsOver = TimeSpan.FromHours(3);

    private static readonly Option<long> Conversations = Whole("--conversations", "N", "How many, 1 to 1,000,000.", 1_000, 1, MostConversations);
    private static readonly Option<long> Days = Whole("--days", "D", "Over how many days, 1 to 400.", 14, 1, MostDays);
    private static readonly Option<long> Seed = Whole("--seed", "S", "The same seed gives the same traffic.", 1, long.MinValue, long.MaxValue);
    private static readonly Option<string?> Agent = new("--agent") { Description = "One agent; otherwise the first that has tests." };
    private static readonly Option<string?> Start = new("--start") { Description = "The first day, UTC; otherwise so that the last one was yesterday.", HelpName = "YYYY-MM-DD" };
    private static readonly Option<string?> Truth = new("--truth") { Description = "Where to write what has to come out; otherwise truth.jsonl in the data folder.", HelpName = "FILE" };
    private static readonly Option<bool> Check = new("--check") { Description = "Compares what was rolled up with what was planned; exits with 1 when anything differs." };

    public static Command Create()
    {
        var command = new Command("simulate", "Simulates customers through the real front door, in days that pass in minutes, and writes what has to come out.") { Conversations, Days, Seed, Agent, Start, Truth, Check };
        command.Validators.Add(result =>
        {
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
        var (days, seed) = ((int)line.GetValue(Days), line.GetValue(Seed));
        var start = line.GetValue(Start) is { } given ? Day(given)!.Value : DateOnly.FromDateTime((now - NightIsOver).UtcDateTime).AddDays(-days);
        var plan = Plan(package, seed, (int)line.GetValue(Conversations), days, start);
        if (plan.LeftOut.ToArray() is { Length: > 0 } left) await error.WriteLineAsync($"No material, as a rehearsal of the script alone finds something else: {string.Join("; ", left)}");
        var mark = new SimulationMark(package.Name, package.Version, plan.Conversations, days, seed, start, SimulationMark.Running);
        var known = mark.IsIn(data);
        var truth = line.GetValue(Truth) ?? Path.Combine(data, "truth.jsonl");
        if (!known) mark.Write(data);
        try
        {
            await WriteAsync(truth, TruthFile.Lines(plan, seed), ct);
            var report = (await RunAsync(line, plan, mark, known, ct)) with { Data = data, Truth = truth, Agents = line.GetValue(GlobalOptions.Agents) };
            report.Write(line);
            return report.IsAsPlanned ? CommandLine.Fine : CommandLine.Found;
        }
        catch (Exception e) when (!known)
        {
            if (e is StartException && SimulationMark.TakeBack(data)) throw;
            await error.WriteLineAsync($"{(e is OperationCanceledException ? "Interrupted" : "Broken off")}: {data} holds a simulation that did not end. Delete the folder and simulate again.");
            if (e is not (TimeoutException or InvalidOperationException)) throw;
            throw new ProblemException(0, e.Message, null);
        }
    }

    private static async Task<SimulationReport> RunAsync(ParseResult line, TrafficPlan plan, SimulationMark mark, bool known, CancellationToken ct)
    {
        var options = GlobalOptions.Host(line);
        await using var host = await SimulatedHost.StartAsync(options, plan.Package.Name, known ? mark.Present : plan.At(0), ct);
        var result = known ? null : await new SimulationRun(plan, host, line.InvocationConfiguration.Error.WriteLine).RunAsync(ct);
        var finished = mark with { State = SimulationMark.Finished };
        if (!known) finished.Write(options.Data);
        var check = line.GetValue(Check) ? TruthCheck.Of(plan, await RolledUpAsync(host, plan, ct)) : null;
        return new SimulationReport(finished, plan, result, check, host.Errors);
    }

    private static async Task WriteAsync(string truth, IEnumerable<string> lines, CancellationToken ct)
    {
        try
        {
            await File.WriteAllLinesAsync(truth, lines, ct);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"--truth: {truth} cannot be written: {e.Message}", e);
        }
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

    private static Option<long> Whole(string name, string letter, string description, long usual, long least, long most) => new(name)
    {
        Description = description, HelpName = letter, DefaultValueFactory = _ => usual,
        CustomParser = given =>
        {
            if (long.TryParse(given.Tokens[0].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most) return value;
            given.AddError($"{name}: a whole number{(most == long.MaxValue ? "" : string.Create(CultureInfo.InvariantCulture, $" from {least:N0} to {most:N0}"))}.");
            return usual;
        },
    };

    private static DateOnly? Day(string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day is { Year: >= 2000 and <= 2100 } ? day : null;
}

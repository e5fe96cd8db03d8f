using System.Collections.Generic;
using System.Collections.Immutable;
using System.CommandLine;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Agents;

namespace FunctionsAgent.Local.Authoring;

/// <summary>A test that was run: what it did not find, and what the script did on the way.</summary>
internal sealed record TestOutcome(PackageTest Test, ImmutableArray<Mismatch> Mismatches, ImmutableArray<string> Trace)
{
    public bool IsOk => Mismatches.IsEmpty;
}

/// <summary>Runs a package's tests through the whole product, each in a conversation of its own, one after the other.</summary>
internal static class TestRun
{
    // The doors where a test can play the customer by itself.
    private static readonly ImmutableArray<string> Channels = ["chat", "api"];

    /// <exception cref="StartException">The package or a setting is not usable.</exception>
    public static async Task<IReadOnlyList<TestOutcome>> RunAsync(ParseResult line, string path, Package package, CancellationToken ct)
    {
        if (package.Tests.IsEmpty) return [];
        var tools = new TestTools();
        await using var host = await PackageHost.StartAsync(line, path, package.Name, tools.Configure, ct);
        var outcomes = new List<TestOutcome>();
        foreach (var test in package.Tests) outcomes.Add(await RunAsync(host, tools, test, ct));
        return outcomes;
    }

    private static async Task<TestOutcome> RunAsync(PackageHost host, TestTools tools, PackageTest test, CancellationToken ct)
    {
        if (!Channels.Contains(test.Channel)) return new TestOutcome(test, [new Mismatch(1, "channel", string.Join(" or ", Channels), test.Channel)], []);
        tools.Use(test.Tools);
        var (mismatches, trace) = (ImmutableArray.CreateBuilder<Mismatch>(), ImmutableArray.CreateBuilder<string>());
        string? conversation = null;
        long seen = 0;
        for (var turn = 0; turn < test.Turns.Length; turn++)
        {
            var (answer, refusal) = await SaidAsync(host, test, turn, conversation, ct);
            if (answer is null)
            {
                mismatches.Add(new Mismatch(turn + 1, "answer", "one", refusal!));
                break;
            }
            conversation = answer.Text("conversationId");
            var events = await host.EventsAsync(conversation, seen, ct);
            if (events.Count > 0) seen = events[^1]["seq"]!.GetValue<long>();
            var facts = TurnFacts.Of(events);
            trace.AddRange(facts.Trace);
            mismatches.AddRange(Mismatch.Of(turn + 1, test.Turns[turn].Expect, facts));
            if (answer.Text("status") != "pending") continue;
            mismatches.Add(new Mismatch(turn + 1, "answer", $"one within {PackageHost.WaitSeconds} s", Failure(events) ?? "none"));
            break;
        }
        return new TestOutcome(test, mismatches.ToImmutable(), trace.ToImmutable());
    }

    private static async Task<(JsonNode? Answer, string? Refusal)> SaidAsync(PackageHost host, PackageTest test, int turn, string? conversation, CancellationToken ct)
    {
        try
        {
            return (await host.SayAsync(test.Turns[turn].Says, conversation, test.Channel, test.Customer, ct), null);
        }
        catch (ProblemException e)
        {
            return (null, e.Message);
        }
    }

    private static string? Failure(IEnumerable<JsonNode> events) =>
        events.LastOrDefault(e => e.Text("type") == "StageFailed") is { } failed ? $"a failure in stage {failed.Text("stage")}: {failed["data"].Plain()}" : null;
}

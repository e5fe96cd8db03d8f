namespace FunctionsAgent.Agents;

/// <summary>That somebody has seen the agent do what it is published for.</summary>
internal static class ReadinessOfTests
{
    /// <summary>Fewer show the sunny side alone.</summary>
    public const int Least = 5;

    public static ReadinessCheck Conversations(Package package, TestEvidence? evidence)
    {
        var (tests, version) = (package.Tests, package.Version);
        var wrong = new List<(string, string)>();
        if (tests.Length < Least) wrong.Add(($"{tests.Length} conversations", $"Write at least {Least} into tests/*.yaml."));
        if (!tests.Any(HandsOff)) wrong.Add(("none that hands off", "Add a conversation that ends with a person: outcome: handed-off."));
        if (!tests.Any(IsOutOfScope)) wrong.Add(("none out of scope", "Add a conversation about something the agent does not do: intent: none."));
        if (evidence is null) wrong.Add(("no word that they were run", "'agent test' runs them; 'agent publish' does so by itself."));
        else if (evidence.Version != version) wrong.Add(($"the tests that were run are of another version, {Shown.Of(evidence.Version)}", $"Run those of {version}."));
        else if (evidence.Failed > 0) wrong.Add(($"{evidence.Failed} of {evidence.Ran} failed", "'agent test' says where."));
        else if (evidence.Passed != tests.Length) wrong.Add(($"{evidence.Passed} of {tests.Length} were run", "Run all of them."));
        return ReadinessCheck.Of("tests", wrong, () => ReadinessCheck.Green("tests", $"{tests.Length} conversations, all passed"));
    }

    public static ReadinessCheck Coverage(Package package, TestEvidence? evidence)
    {
        if (evidence is not { Taken: { } taken, Branches: { } branches } || evidence.Version != package.Version) return ReadinessCheck.Note("coverage", "not told", "'agent coverage' names the branches of a script that no test takes.");
        var found = $"the tests take {taken} of {branches} branches of the script";
        return taken >= branches ? ReadinessCheck.Green("coverage", found) : ReadinessCheck.Note("coverage", found, "'agent coverage' names the others.");
    }

    private static bool HandsOff(PackageTest test) => test.Turns.Any(turn => turn.Expect.Handoff is true || turn.Expect.Outcome == "handed-off");

    private static bool IsOutOfScope(PackageTest test) => test.Turns.Any(turn => turn.Expect.Intent == "none");
}

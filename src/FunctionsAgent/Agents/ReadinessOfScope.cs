using System.Collections.Immutable;

namespace FunctionsAgent.Agents;

/// <summary>What the agent is for and what it is not for; and that it takes on more only where it reached its goal.</summary>
internal static class ReadinessOfScope
{
    public static ReadinessCheck Scope(Package package)
    {
        var scope = package.Scope;
        var wrong = new List<(string, string)>();
        if (!scope.Does.Any(IsSaid)) wrong.Add(("nothing is in scope.does", "Name what the agent does."));
        if (!scope.DoesNot.Any(IsSaid)) wrong.Add(("nothing is in scope.doesNot", "Name what the agent must leave to people: without it nobody can tell an error from a limit."));
        if (!IsSaid(scope.HandsTo)) wrong.Add(("scope.handsTo is empty", "Name the desk that takes over."));
        return ReadinessCheck.Of("scope", wrong, () => ReadinessCheck.Green("scope", $"does {scope.Does.Length}, leaves {scope.DoesNot.Length}, hands to {Shown.Of(scope.HandsTo)}"));
    }

    /// <summary>The goal is that of the version served now: lowering it in the same step shows nothing.</summary>
    public static ReadinessCheck Growth(Package package, ReadinessEvidence evidence)
    {
        const string name = "growth";
        if (evidence.Figures is not { } figures) return ReadinessCheck.Note(name, "not compared: no instance was asked", "Ask one: --url, or the --data of one.");
        if (evidence.Served is not { } served) return ReadinessCheck.Green(name, "the first version");
        var grown = Grown(served, package);
        if (grown.Length == 0) return ReadinessCheck.Green(name, $"the scope is that of {served.Version}, or smaller");

        var more = $"more than {served.Version}: {string.Join(", ", grown)}";
        var goal = served.Kpi;
        if (figures.Standing is { } standing)
            return standing.Low >= goal.Target ? ReadinessCheck.Green(name, $"{more}; {ReadinessOfGoal.Standing(standing)} reached {ReadinessOfGoal.Share(goal.Target)}")
                : ReadinessCheck.Red(name, $"{more}; {ReadinessOfGoal.Standing(standing)}, the target is {ReadinessOfGoal.Share(goal.Target)}", "Reach the goal with the present scope first: the lower bound decides.");
        return figures.Conversations > 0
            ? ReadinessCheck.Red(name, $"{more}; none of {figures.Conversations} conversations is mature yet", $"Wait until cases are older than {goal.Window}, then look at 'kpi'.")
            : ReadinessCheck.Note(name, $"{more}; it had no traffic", "Nothing: there is nothing to be measured by yet.");
    }

    /// <summary>New intents and skills by their names; of what is said in words, that it is more.</summary>
    private static ImmutableArray<string> Grown(Package served, Package package)
    {
        var grown = ImmutableArray.CreateBuilder<string>();
        if (package.Scope.Does.Length > served.Scope.Does.Length) grown.Add($"scope.does {served.Scope.Does.Length} → {package.Scope.Does.Length}");
        grown.AddRange(Intents(package).Except(Intents(served), StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(intent => $"intent {intent}"));
        grown.AddRange(Skills(package).Except(Skills(served), StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(skill => $"skill {skill}"));
        return grown.ToImmutable();
    }

    private static IEnumerable<string> Intents(Package package) => package.Flow is ScriptFlow flow ? flow.Script.Nodes.Where(node => node.Intent is not null).Select(node => node.Name) : [];

    private static ImmutableArray<string> Skills(Package package) => package.Manifest?.Skills ?? [];

    private static bool IsSaid(string text) => !string.IsNullOrWhiteSpace(text);
}

using System.Collections.Frozen;
using System.Collections.Immutable;
using FunctionsAgent.Agents;

namespace FunctionsAgent.Evaluation;

/// <summary>A package has nothing to simulate with. The message says why, and what to do.</summary>
public sealed class NoMaterialException(string message) : Exception(message);

/// <summary>
/// Who talks to an agent when, about what, and what has to become of it: a pure function of package, seed, number of
/// conversations, days and first day. The same arguments give the same plan, byte for byte.
/// </summary>
public sealed class TrafficPlan
{
    /// <summary>Draws of a time until a story has to make do with an early and a short one.</summary>
    private const int Draws = 50;

    private readonly FrozenDictionary<Channel, Material> materials;
    private readonly ImmutableArray<(Behaviour Behaviour, int Weight)> weights;
    private readonly int[] odds;
    private readonly long seed;

    /// <summary>Start minute and number of each story, by time; the stories themselves are written again when their time has come.</summary>
    private readonly (int Start, int Number, bool Single)[] stories;

    private TrafficPlan(Package package, FrozenDictionary<Channel, Material> materials, long seed, int conversations, int days, DateOnly start)
    {
        (Package, this.materials, this.seed, Conversations, Days, Start) = (package, materials, seed, conversations, days, start);
        weights = [.. BehaviourWeights.Default.Where(entry => materials.Values.Any(material => StoryWriter.Has(material, entry.Behaviour)))];
        odds = [.. weights.Select(entry => entry.Weight)];
        stories = Arrange();
    }

    public Package Package { get; }
    public int Conversations { get; }
    public int Days { get; }

    /// <summary>The first day, from its UTC midnight on.</summary>
    public DateOnly Start { get; }

    /// <summary>The midnight at which it ends: what the figures are as of.</summary>
    public DateTimeOffset End => At(Days * Hours.Day);

    public int Count => stories.Length;

    /// <summary>Names of the package's tests that are no material, by channel.</summary>
    public IEnumerable<string> LeftOut => materials.Values.SelectMany(material => material.LeftOut).Distinct(StringComparer.Ordinal);

    /// <summary>The behaviours a package has words for.</summary>
    public IEnumerable<Behaviour> Behaviours => weights.Select(entry => entry.Behaviour);

    /// <exception cref="NoMaterialException">None of the package's tests is answered at once.</exception>
    public static TrafficPlan Of(Package package, long seed, int conversations, int days, DateOnly start)
    {
        var materials = Channel.All.Select(channel => Material.Of(package, channel)).ToFrozenDictionary(material => material.Channel);
        if (materials[Channel.Chat].Simple.Count == 0)
        {
            throw new NoMaterialException(package.Tests.IsEmpty
                ? $"{package.Name} has no tests, and simulated customers say what tests say: write some in tests/*.yaml."
                : $"None of the {package.Tests.Length} tests of {package.Name} is a conversation that is answered at once, with an intent and all tools answering: write one in tests/*.yaml.");
        }
        return new TrafficPlan(package, materials, seed, conversations, days, start);
    }

    public DateTimeOffset At(int minute) => new DateTimeOffset(Start.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).AddMinutes(minute);

    /// <summary>In the order of their first words.</summary>
    public IEnumerable<Story> Stories() => stories.Select(entry => Write(entry.Number, entry.Single));

    /// <summary>The truth about every case that was over at the end, and the others with the outcome <see cref="Feedback.Outcome.Open"/>.</summary>
    public IEnumerable<PlannedCase> Cases() => Stories().SelectMany(story => story.Cases)
        .Select(planned => planned.OutcomeAt <= Days * Hours.Day ? planned : planned with { Outcome = Feedback.Outcome.Open });

    private (int, int, bool)[] Arrange()
    {
        var arranged = new List<(int Start, int Number, bool Single)>();
        for (var (left, number) = (Conversations, 0); left > 0; number++)
        {
            var story = Write(number, single: false);
            var single = story.Talks.Length > left;
            if (single) story = Write(number, single: true);
            left -= story.Talks.Length;
            arranged.Add((story.Start, number, single));
        }
        arranged.Sort();
        return [.. arranged];
    }

    /// <param name="single">Of one conversation: no more are wanted.</param>
    private Story Write(int number, bool single)
    {
        var dice = Dice.Of(seed, number);
        var behaviour = single ? Behaviour.AnsweredSilent : weights[dice.Weighted(odds)].Behaviour;
        var doors = Channel.All.Where(channel => StoryWriter.Has(materials[channel], behaviour)).ToArray();
        var channel = doors[dice.Weighted([.. doors.Select(door => door.Weight)])];
        for (var draw = 0; draw < Draws; draw++)
        {
            if (new StoryWriter(materials, dice, number, behaviour, Hours.Minute(dice, Start, Days), Days * Hours.Day).Write(channel) is { } story) return story;
        }
        return new StoryWriter(materials, dice, number, Behaviour.AnsweredSilent, dice.Between(0, Hours.Day / 2), Days * Hours.Day).Write(Channel.Chat)!;
    }
}

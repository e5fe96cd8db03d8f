using System.Collections.Immutable;

namespace FunctionsAgent.Reasoning;

/// <summary>
/// From examples to a classifier: the machines are trained on all of them; how far they can be trusted is learned from machines that have not seen what they are asked,
/// by folds, and for packages with few messages out of scope also by leaving whole intents out, whose examples are then what nobody serves.
/// </summary>
internal sealed class IntentTraining
{
    /// <summary>With so many messages out of scope of its own a package needs no others.</summary>
    private const int EnoughOutOfScope = 50;

    /// <summary>More folds where examples are few: each then lacks fewer.</summary>
    private const int ManyExamples = 1_000, FoldsOfFew = 5, FoldsOfMany = 3;

    private const int LeftOutGroups = 4;

    /// <summary>One message in four is taken to be out of scope: support desks see fewer, and it is those that go wrong.</summary>
    private const double OutOfScopeShare = 0.25;

    /// <summary>What a sentence of the background counts beside an example of the package.</summary>
    private const float BackgroundCost = 0.5f;

    /// <summary>Share of its words from which on a sentence of the background may be the package's own business.</summary>
    private const float MostlyKnown = 0.5f;

    private readonly ImmutableArray<string> intents;
    private readonly List<Example> examples;
    private List<Example> background;

    private IntentTraining(ImmutableArray<string> intents, List<Example> examples, List<Example> background)
    {
        this.intents = intents;
        this.examples = examples;
        this.background = background;
    }

    public static IntentModel? Train(IReadOnlyList<LabelledText> labelled)
    {
        // Sorted and each once: neither the order of files nor a sentence said twice changes what is learned.
        var lines = labelled.Select(text => (Line: TextWords.Line(text.Text), text.Intent)).Where(text => text.Line.Length > 0).Distinct()
            .OrderBy(text => text.Intent, StringComparer.Ordinal).ThenBy(text => text.Line, StringComparer.Ordinal).ToList();
        var intents = lines.Where(line => line.Intent is not null).Select(line => line.Intent!).Distinct().ToImmutableArray();
        if (intents.Length < 2) return null;
        var classes = intents.Select((intent, i) => (intent, i)).ToDictionary(pair => pair.intent, pair => pair.i, StringComparer.Ordinal);
        var examples = lines.ConvertAll(line => new Example(line.Line, IntentText.Of(line.Line), line.Intent is null ? -1 : classes[line.Intent], 1));
        var known = lines.Select(line => line.Line).ToHashSet(StringComparer.Ordinal);
        var needed = examples.Count(example => example.Class < 0) < EnoughOutOfScope;
        var background = needed ? IntentBackground.Sentences.Where(sentence => !known.Contains(sentence.Line)).Select(sentence => new Example(sentence.Line, sentence.Text, -1, BackgroundCost)).ToList() : [];
        return new IntentTraining(intents, examples, background).Train();
    }

    private IntentModel Train()
    {
        background = Unclaimed();
        var calibration = IntentTrial.Calibrate(Weighed(ByFolds(), background.Count > 0 && intents.Length > 2 ? ByLeavingOut() : []));
        var (vocabulary, machines) = Machines(examples, background);
        return new(intents, vocabulary, AsStored(machines), calibration);
    }

    /// <summary>Rounded as the stored ones are: a model just trained reads as one that was loaded.</summary>
    private static LinearMachines AsStored(LinearMachines machines)
    {
        Span<sbyte> steps = new sbyte[machines.Classes];
        for (var row = 0; row < machines.Rows; row++) machines.Restore(row, machines.Round(row, steps), steps);
        return machines;
    }

    /// <summary>The background without what the package's own intents claim: an agent about recipes has other people's small talk.</summary>
    private List<Example> Unclaimed()
    {
        if (background.Count == 0) return background;
        var (vocabulary, machines) = Machines(examples, []);
        return [.. background.Where(sentence => Scores(vocabulary, machines, sentence) is var trial && (trial.Known < MostlyKnown || trial.Scores.Max() < 0))];
    }

    private List<(IntentTrial Trial, bool Own)> ByFolds()
    {
        var folds = examples.Count > ManyExamples ? FoldsOfMany : FoldsOfFew;
        var (dealt, dealtBackground) = (Deal(examples, folds), Deal(background, folds));
        var trials = new List<(IntentTrial, bool)>();
        for (var fold = 0; fold < folds; fold++)
        {
            var rest = examples.Where((_, i) => dealt[i] != fold).ToList();
            var present = rest.Select(example => example.Class).ToHashSet();
            var (vocabulary, machines) = Machines(rest, [.. background.Where((_, i) => dealtBackground[i] != fold)]);
            // An intent with a single example is unknown while that is held back: it would count as a failure it is not.
            trials.AddRange(examples.Where((example, i) => dealt[i] == fold && (example.Class < 0 || present.Contains(example.Class))).Select(example => (Scores(vocabulary, machines, example), true)));
            trials.AddRange(background.Where((_, i) => dealtBackground[i] == fold).Select(sentence => (Scores(vocabulary, machines, sentence), false)));
        }
        return trials;
    }

    private List<IntentTrial> ByLeavingOut()
    {
        var groups = Math.Min(LeftOutGroups, intents.Length);
        var trials = new List<IntentTrial>();
        for (var group = 0; group < groups; group++)
        {
            var (vocabulary, machines) = Machines([.. examples.Where(example => example.Class < 0 || example.Class % groups != group)], background);
            // A machine without an example says no to everything, as it should: nobody asks for what was left out.
            trials.AddRange(examples.Where(example => example.Class >= 0 && example.Class % groups == group).Select(example => Scores(vocabulary, machines, example) with { Class = -1 }));
        }
        return trials;
    }

    /// <summary>Messages out of scope count as many as their share, however many of each kind there are.</summary>
    private List<IntentTrial> Weighed(List<(IntentTrial Trial, bool Own)> byFolds, List<IntentTrial> leftOut)
    {
        var inScope = byFolds.Where(trial => trial.Trial.Class >= 0).Select(trial => trial.Trial).ToList();
        // The more intents a package has, the less of its field is left that it does not serve.
        var near = leftOut.Count == 0 ? 0 : Math.Min(0.5, LeftOutGroups / (double)intents.Length);
        List<(List<IntentTrial> Trials, double Part)> kinds =
        [
            ([.. byFolds.Where(trial => trial.Own && trial.Trial.Class < 0).Select(trial => trial.Trial)], 1),
            ([.. byFolds.Where(trial => !trial.Own).Select(trial => trial.Trial)], 1),
            (leftOut, near / (1 - near)),
        ];
        kinds.RemoveAll(kind => kind.Trials.Count == 0);
        var all = inScope.Count * OutOfScopeShare / (1 - OutOfScopeShare) / kinds.Sum(kind => kind.Part);
        return [.. inScope, .. kinds.SelectMany(kind => kind.Trials.Select(trial => trial with { Weight = all * kind.Part / kind.Trials.Count }))];
    }

    private (IntentVocabulary Vocabulary, LinearMachines Machines) Machines(List<Example> own, List<Example> others)
    {
        var vocabulary = IntentVocabulary.Of(own.ConvertAll(example => example.Text), others.Select(example => example.Text));
        List<Example> all = [.. own, .. others];
        return (vocabulary, LinearTraining.Train(all.ConvertAll(example => vocabulary.Vector(example.Text)), [.. all.Select(example => example.Class)], [.. all.Select(example => example.Cost)], intents.Length, vocabulary.Rows));
    }

    private static IntentTrial Scores(IntentVocabulary vocabulary, LinearMachines machines, Example example)
    {
        var vector = vocabulary.Vector(example.Text);
        var scores = new float[machines.Stride];
        machines.Score(vector, scores);
        return new(scores[..machines.Classes], vector.Known, example.Class);
    }

    private static int[] Deal(List<Example> examples, int folds) => IntentFolds.Deal(examples.ConvertAll(example => example.Line), examples.ConvertAll(example => example.Class), folds);

    private sealed record Example(string Line, IntentText Text, int Class, float Cost);
}

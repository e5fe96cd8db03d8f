using System.Text.Json.Nodes;
using FunctionsAgent.Evaluation;
using FunctionsAgent.Local;
using FunctionsAgent.Reasoning;
using FunctionsAgent.Tests.House;
using Xunit.Abstractions;

namespace FunctionsAgent.Tests.Reasoning;

public sealed class IntentEvalTests(ITestOutputHelper log) : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Train => Write("train.jsonl", [.. IntentRetail.Examples.Select(text => Line(text.Text, text.Intent!))]);

    private string Test => Write("test.jsonl", [.. IntentRetail.InScope.Select(text => Line(text.Text, text.Intent!)), .. IntentRetail.OutOfScope.Select(text => Line(text, "oos"))]);

    [Fact]
    public async Task Figures_are_printed_as_one_object()
    {
        var (code, output, _) = await RunAsync("--train", Train, "--test", Test, "--json");
        var figures = JsonNode.Parse(output)!.AsObject();

        Assert.Equal(0, code);
        Assert.Equal(["inScopeAccuracy", "outOfScopeRecall", "threshold", "trainSeconds", "millisecondsPerMessage"], figures.Select(figure => figure.Key).Take(5));
        Assert.True((double)figures["inScopeAccuracy"]! >= 0.8 && (double)figures["outOfScopeRecall"]! >= 0.8);
        Assert.Equal((8, 64, 80, 60, 0), ((int)figures["intents"]!, (int)figures["train"]!, (int)figures["inScope"]!, (int)figures["outOfScope"]!, figures["unseenIntents"]!.AsArray().Count));
        Assert.Contains("8 intents, 64 examples; threshold 0.", (await RunAsync("--train", Train, "--test", Test)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cross_validation_asks_every_message_once()
    {
        var (code, output, _) = await RunAsync("--train", Train, "--folds", "4", "--json");
        var figures = JsonNode.Parse(output)!;

        Assert.Equal((0, 64, 48, 4), (code, (int)figures["inScope"]!, (int)figures["train"]!, (int)figures["folds"]!));
        Assert.Null(figures["outOfScopeRecall"]);
        Assert.InRange((double)figures["accuracyWithoutRejection"]!, 0.5, 1);
    }

    [Fact]
    public async Task Parts_of_one_file_are_told_by_their_split()
    {
        var one = Write("one.jsonl",
        [
            .. IntentRetail.Examples.Select(text => Line(text.Text, text.Intent!, "train")), Line("tell me a joke about lamps", "oos", "oos_train"),
            .. IntentRetail.InScope.Select(text => Line(text.Text, text.Intent!, "val")), Line("what is the weather", "oos", "oos_val"),
        ]);
        var figures = JsonNode.Parse((await RunAsync("--train", one, "--test", one, "--json")).Output)!;
        var more = JsonNode.Parse((await RunAsync("--train", Train, "--validation", one, "--test", Test, "--json")).Output)!;

        Assert.Equal((65, 80, 1), ((int)figures["train"]!, (int)figures["inScope"]!, (int)figures["outOfScope"]!));
        Assert.Equal(64 + 64 + 80 + 2, (int)more["train"]!);
    }

    [Fact]
    public async Task Intents_that_were_not_in_the_training_data_are_named()
    {
        var test = Write("strange.jsonl", Line("where is my order", "order_status"), Line("feed my cat", "cat_food"));
        var (code, output, _) = await RunAsync("--train", Train, "--test", test);

        Assert.Equal(0, code);
        Assert.Contains("right 50.0 %", output, StringComparison.Ordinal);
        Assert.Contains("Not in the training data, so never read right: cat_food.", output, StringComparison.Ordinal);
    }

    public static TheoryData<string, string> BadFiles { get; } = new()
    {
        { "", "there are no examples in it" },
        { """{"text":"a b","intent":"x"}""" + "\n{", ":2: it is no JSON" },
        { """{"text":"a b","intent":"x"}""" + "\n\n[1]", ":3: a JSON object is expected" },
        { """{"text":"a b"}""", ":1: 'intent' is missing" },
        { """{"text":5,"intent":"x"}""", ":1: 'text' is no text" },
        { """{"text":"","intent":"x"}""", ":1: 'text' is empty" },
        { """{"text":"\ud83d","intent":"x"}""", ":1: 'text' is no valid text" },
        { """{"text":"a","intent":"x","split":"half"}""", ":1: 'split' is 'half'" },
        { """{"text":"a b","intent":"x"}""" + "\n" + """{"text":"a c","intent":"x"}""", "names one intent, x: there is nothing to tell apart" },
        { """{"text":"a b","intent":"oos"}""", "names no intent" },
    };

    [Theory]
    [MemberData(nameof(BadFiles))]
    public async Task A_bad_file_is_named_and_exits_with_2(string content, string said)
    {
        var (code, output, error) = await RunAsync("--train", Write("bad.jsonl", content), "--test", Test);

        Assert.Equal((2, ""), (code, output));
        Assert.Contains(said, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_use_exits_with_2()
    {
        Assert.Equal(2, (await RunAsync("--train", Train)).Code);
        Assert.Equal(2, (await RunAsync("--train", Train, "--test", Test, "--folds", "5")).Code);
        Assert.Equal(2, (await RunAsync("--train", Train, "--folds", "1")).Code);
        Assert.Equal(2, (await RunAsync("--train", folder.File("none.jsonl"), "--test", Test)).Code);
        Assert.Contains("a field split has to tell the two apart", (await RunAsync("--train", Train, "--test", Train)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Published_examples_of_a_dozen_intents_are_told_apart()
    {
        var file = Repository.Path("../shared/data/intents/clinc150_train_val.jsonl");
        if (!File.Exists(file))
        {
            log.WriteLine("Nothing checked here: ../shared/data/intents is not there.");
            return;
        }
        var all = EvalIntentsFile.Read(file, File.ReadLines(file));
        var intents = all.Select(example => example.Labelled.Intent).OfType<string>().Distinct().Where((_, i) => i % 12 == 0).Take(12).ToHashSet();
        var train = all.Where((example, i) => example.IsIn("train") && (example.Labelled.Intent is not { } intent || intents.Contains(intent) && i % 2 == 0)).Select(example => example.Labelled).ToArray();
        var test = all.Where(example => example.IsIn("val") && (example.Labelled.Intent is not { } intent || intents.Contains(intent))).Select(example => example.Labelled).ToArray();
        var figures = EvalIntents.Measure(train, test);

        Assert.Equal((12, 240, 100), (figures.Intents, figures.InScope, figures.OutOfScope));
        Assert.True(figures.InScopeAccuracy >= 0.9, $"{figures.InScopeAccuracy} of those in scope right");
        Assert.True(figures.OutOfScopeRecall >= 0.8, $"{figures.OutOfScopeRecall} of those out of scope given to no intent");
    }

    public void Dispose() => folder.Dispose();

    private static string Line(string text, string intent, string? split = null)
    {
        var line = new JsonObject { ["text"] = text, ["intent"] = intent };
        if (split is not null) line["split"] = split;
        return line.ToJsonString();
    }

    private string Write(string name, params string[] lines)
    {
        File.WriteAllLines(folder.File(name), lines);
        return folder.File(name);
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        return (await CommandLine.RunAsync(["eval", "intents", .. args], output, error), output.ToString(), error.ToString());
    }
}

using System.Text.Json.Nodes;
using FunctionsAgent.Local;
using FunctionsAgent.Tests.House;

namespace FunctionsAgent.Tests.Evaluation;

public sealed class EvalGuardsPiiVerbTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private async Task<(int Code, string Output, string Error)> RunAsync(string kind, string[] lines, params string[] more)
    {
        File.WriteAllLines(folder.File("data.jsonl"), lines);
        using var output = new StringWriter();
        using var error = new StringWriter();
        return (await CommandLine.RunAsync(["eval", "guards", "--kind", kind, "--data", folder.File("data.jsonl"), .. more], output, error), output.ToString(), error.ToString());
    }

    [Fact]
    public async Task Labelled_texts_give_precision_recall_leaks_and_altered_texts()
    {
        string[] lines =
        [
            """{"text":"🙂 I am Ada, ada@shop.example","spans":[{"entity":"EMAIL_ADDRESS","start":12,"end":28},{"entity":"PERSON","start":7,"end":10}]}""",
            """{"text":"wrong type 4111111111111111","spans":[{"entity":"EMAIL_ADDRESS","start":11,"end":27}]}""",
            """{"text":"half: https://shop.example/abc","spans":[{"entity":"URL","start":6,"end":26}]}""",
            """{"text":"clean","spans":[]}""",
            """{"text":"not labelled: 10.0.0.1","spans":[]}""",
        ];
        var (code, output, _) = await RunAsync("pii", lines, "--json");
        var figures = JsonNode.Parse(output)!;

        Assert.Equal(0, code);
        Assert.Equal((1.0, 0.5), ((double)figures["entities"]!["EMAIL_ADDRESS"]!["precision"]!, (double)figures["entities"]!["EMAIL_ADDRESS"]!["recall"]!));
        Assert.Equal((1, 1, 0), ((int)figures["entities"]!["DOMAIN_NAME"]!["labelled"]!, (int)figures["entities"]!["DOMAIN_NAME"]!["found"]!, (int)figures["entities"]!["DOMAIN_NAME"]!["right"]!));
        Assert.Null(figures["entities"]!["PERSON"]!["precision"]);
        Assert.Equal((4, 4, 1), ((int)figures["whole"]!["labelled"]!, (int)figures["whole"]!["found"]!, (int)figures["whole"]!["right"]!));
        Assert.Equal((0.0, 0.25, 2, 1), ((double)figures["leakRate"]!, (double)figures["leakRateOfAll"]!, (int)figures["cleanTexts"]!, (int)figures["cleanTextsAltered"]!));
        Assert.Equal(["PERSON"], figures["unsupported"]!.AsArray().Select(entity => (string)entity!));
        Assert.Contains("Texts without entities that would change: 1 of 2", (await RunAsync("pii", lines)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Vectors_are_counted_by_recogniser()
    {
        string[] lines =
        [
            """{"recognizer":"us_ssn","entity":"US_SSN","text":"078051121","expected_count":1,"expected_spans":[[0,9]]}""",
            """{"recognizer":"us_ssn","entity":"US_SSN","text":"078051120","expected_count":1,"expected_spans":null}""",
            """{"recognizer":"nl_bsn","entity":"NL_BSN","text":"111222333","expected_count":1,"expected_spans":[[0,9]]}""",
        ];
        var (code, output, _) = await RunAsync("pii-vectors", lines, "--json");
        var figures = JsonNode.Parse(output)!;

        Assert.Equal((0, 1, 2), (code, (int)figures["recognizers"]!["us_ssn"]!["passed"]!, (int)figures["recognizers"]!["us_ssn"]!["total"]!));
        Assert.Equal("nl_bsn", (string)Assert.Single(figures["unsupported"]!.AsArray())!);
        Assert.Contains("1 of 2 vectors", (await RunAsync("pii-vectors", lines)).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pii", """{"text":"a"}""", "'spans'")]
    [InlineData("pii", """{"text":"a","spans":[{"entity":"X","start":0,"end":5}]}""", "does not lie in the text")]
    [InlineData("pii", """{"text":"a","spans":[3]}""", "'entity'")]
    [InlineData("pii", "[1]", "object")]
    [InlineData("pii", "{", "no JSON")]
    [InlineData("pii-vectors", """{"recognizer":"ip","entity":"IP","text":"a","expected_count":-1,"expected_spans":[]}""", "'expected_count'")]
    [InlineData("pii-vectors", """{"recognizer":"ip","entity":"IP","text":"a","expected_count":1,"expected_spans":[[0]]}""", "pair")]
    public async Task A_bad_line_is_named_and_exits_with_2(string kind, string line, string because)
    {
        var (code, _, error) = await RunAsync(kind, ["", line]);

        Assert.Equal(2, code);
        Assert.Contains("data.jsonl:2:", error, StringComparison.Ordinal);
        Assert.Contains(because, error, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();
}

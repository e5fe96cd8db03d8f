using System.Text.Json.Nodes;
using FunctionsAgent.Evaluation;
using FunctionsAgent.Local;
using FunctionsAgent.Tests.House;
using Xunit.Abstractions;

namespace FunctionsAgent.Tests.Evaluation;

/// <summary><c>eval guards</c> of grounding and of tool calls.</summary>
public sealed class EvalGuardsGroundingTests(ITestOutputHelper log) : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Write(params string[] lines)
    {
        File.WriteAllLines(folder.File("data.jsonl"), lines);
        return folder.File("data.jsonl");
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(string kind, string data, params string[] more)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        return (await CommandLine.RunAsync(["eval", "guards", "--kind", kind, "--data", data, .. more], output, error), output.ToString(), error.ToString());
    }

    private string? Given(string path)
    {
        var file = Repository.Path($"../shared/data/{path}");
        if (File.Exists(file)) return file;
        log.WriteLine($"Nothing checked here: {file} is not there.");
        return null;
    }

    [Fact]
    public async Task Grounding_tells_supported_answers_of_the_given_set_from_others()
    {
        if (Given("grounding/begin_dev_all.jsonl") is not { } file) return;
        var (code, output, _) = await RunAsync("grounding", file, "--json");
        var figures = JsonNode.Parse(output)!.AsObject();

        Assert.Equal(0, code);
        Assert.InRange((double)figures["auc"]!, 0.95, 1);
        Assert.InRange((double)figures["crossValidatedAuc"]!, 0.95, 1);
        Assert.InRange((double)figures["weakestAuc"]!, 0.93, 1);
        Assert.InRange((double)figures["balancedAccuracy"]!, 0.89, 1);
        Assert.InRange((double)figures["passed"]!, 0.95, 1);
        Assert.Equal((1229, 313), ((int)figures["examples"]!, (int)figures["supported"]!));
    }

    [Fact]
    public async Task Tool_calls_of_the_given_set_are_judged_as_it_says()
    {
        if (Given("agent-tasks/toolcall_validation_dev.jsonl") is not { } file) return;
        var (code, output, _) = await RunAsync("tool-calls", file, "--json");

        Assert.Equal((0, 1.0, 263), (code, (double)JsonNode.Parse(output)!["agreement"]!, (int)JsonNode.Parse(output)!["calls"]!));
    }

    [Theory]
    [InlineData("""{"a":1}""", true)]
    [InlineData("""{"a":1.0}""", true)]
    [InlineData("""{"a":1,"b":"x"}""", true)]
    [InlineData("""{"a":1.5}""", false)]
    [InlineData("""{"a":"1"}""", false)]
    [InlineData("""{"a":null}""", false)]
    [InlineData("""{"b":"x"}""", false)]
    [InlineData("""{"a":1,"b":"z"}""", false)]
    [InlineData("""{"a":1,"c":true}""", false)]
    [InlineData("""[1]""", false)]
    [InlineData("\"a\"", false)]
    public async Task A_call_is_valid_when_its_arguments_are_what_the_tool_declares(string arguments, bool valid)
    {
        const string Tool = """{"name":"t","parameters_json_schema":{"type":"object","properties":{"a":{"type":"integer"},"b":{"type":"string","enum":["x","y"]}},"required":["a"]}}""";
        var (_, output, _) = await RunAsync("tool-calls", Write($$$"""{"tool":{{{Tool}}},"call":{"name":"t","arguments":{{{arguments}}}},"valid":{{{(valid ? "true" : "false")}}}}""", $$$"""{"tool":{{{Tool}}},"call":{"name":"T","arguments":{"a":1}},"valid":false}"""), "--json");

        Assert.Equal((1.0, valid ? 1 : 0), ((double)JsonNode.Parse(output)!["agreement"]!, (int)JsonNode.Parse(output)!["valid"]!));
    }

    [Fact]
    public async Task Disagreements_are_named_by_their_line()
    {
        var file = Write("", """{"tool":{"name":"t","parameters_json_schema":{"type":"object","properties":{}}},"call":{"name":"u","arguments":{}},"valid":true}""");
        var (code, output, _) = await RunAsync("tool-calls", file);

        Assert.Equal(0, code);
        Assert.Contains("agreement 0.0 %; 1 valid ones refused, 0 others accepted.", output, StringComparison.Ordinal);
        Assert.Contains($"{file}:2: no such tool", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("grounding", "[]", "a JSON object is expected")]
    [InlineData("grounding", "{", "it is no JSON")]
    [InlineData("grounding", """{"context":"a","label":1}""", "'response' is missing")]
    [InlineData("grounding", """{"context":"a","response":7,"label":1}""", "'response' is no text")]
    [InlineData("grounding", """{"context":"a","response":"\ud800","label":1}""", "'response' is no valid text")]
    [InlineData("grounding", """{"context":"a","response":"b","label":2}""", "'label' is neither 0 nor 1")]
    [InlineData("tool-calls", """{"tool":"t","call":{},"valid":true}""", "'tool' is no JSON object")]
    [InlineData("tool-calls", """{"tool":{"name":"t","parameters_json_schema":{}},"call":{"name":"t"},"valid":1}""", "'valid' is neither true nor false")]
    public async Task A_bad_line_is_named_and_exits_with_2(string kind, string line, string says)
    {
        var file = Write("", line);
        var (code, output, error) = await RunAsync(kind, file);

        Assert.Equal((2, ""), (code, output));
        Assert.Contains($"{file}:2: {says}", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_without_examples_exits_with_2() => Assert.Contains("there are no examples in it", (await RunAsync("grounding", Write(""))).Error, StringComparison.Ordinal);

    [Fact]
    public void Figures_are_those_of_the_textbook()
    {
        Assert.Equal(1, EvalGuardsCurve.Auc([0.1, 0.2, 0.8, 0.9], [false, false, true, true]));
        Assert.Equal(0.5, EvalGuardsCurve.Auc([1, 1, 1], [false, true, true]));
        Assert.Equal(0.625, EvalGuardsCurve.Auc([0.1, 0.5, 0.5, 0.4], [false, false, true, true])!.Value, 12);
        Assert.Null(EvalGuardsCurve.Auc([1, 2], [true, true]));
        Assert.Equal(0.75, EvalGuardsCurve.BalancedAccuracy([true, true, false, true], [true, true, false, false]));
    }

    public void Dispose() => folder.Dispose();
}

using System.Text.Json.Nodes;
using FunctionsAgent.Local;
using FunctionsAgent.Tests.House;

namespace FunctionsAgent.Tests.Evaluation;

public sealed class EvalRetrievalVerbTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Write(string name, params string[] lines)
    {
        File.WriteAllLines(folder.File(name), lines);
        return folder.File(name);
    }

    private string Documents => Write("documents.jsonl", """{"id":"lamps","title":"Lamps","text":"# Lamps\n\nBulbs are sold apart."}""", """{"id":"chairs","title":"Chairs","text":"Chairs come in pairs."}""");

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        return (await CommandLine.RunAsync(["eval", "retrieval", .. args], output, error), output.ToString(), error.ToString());
    }

    [Fact]
    public async Task Figures_are_printed_as_one_object()
    {
        var queries = Write("queries.jsonl", """{"id":"1","text":"bulb for a lamp","relevant":["lamps"]}""");
        var (code, output, _) = await RunAsync("--documents", Documents, "--queries", queries, "--json");
        var figures = JsonNode.Parse(output)!.AsObject();

        Assert.Equal(0, code);
        Assert.Equal(["documents", "queries", "ndcg10", "map", "recall10", "indexSeconds", "queryMilliseconds"], figures.Select(f => f.Key));
        Assert.Equal((2, 1, 1.0), ((int)figures["documents"]!, (int)figures["queries"]!, (double)figures["ndcg10"]!));
        Assert.Contains("nDCG@10 1.000", (await RunAsync("--documents", Documents, "--queries", queries, "--drawn")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bad_line_is_named_and_exits_with_2()
    {
        var queries = Write("queries.jsonl", """{"id":"1","text":"bulb","relevant":["lamps"]}""", """{"id":"2","text":"bulb","relevant":["sofas"]}""");
        var (code, output, error) = await RunAsync("--documents", Documents, "--queries", queries);

        Assert.Equal((2, ""), (code, output));
        Assert.Contains($"{queries}:2: 'relevant' names 'sofas', which is no document.", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_there_exits_with_2()
    {
        var (code, _, error) = await RunAsync("--documents", folder.File("none.jsonl"), "--queries", Documents);

        Assert.Equal(2, code);
        Assert.Contains("none.jsonl", error, StringComparison.Ordinal);
        Assert.Equal(2, (await RunAsync("--documents", Documents)).Code);
    }

    public void Dispose() => folder.Dispose();
}

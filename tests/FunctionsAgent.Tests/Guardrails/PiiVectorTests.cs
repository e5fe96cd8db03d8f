using System.Collections.Immutable;
using FunctionsAgent.Evaluation;
using FunctionsAgent.Guardrails;
using FunctionsAgent.Tests.House;
using Xunit.Abstractions;

namespace FunctionsAgent.Tests.Guardrails;

public sealed class PiiVectorTests(ITestOutputHelper log)
{
    private const string Data = "../shared/data/pii/recognizer_vectors_dev.jsonl";

    private ImmutableArray<EvalGuardsPiiVector> Vectors()
    {
        var file = Repository.Path(Data);
        if (File.Exists(file)) return EvalGuardsPiiFile.Vectors(file, File.ReadLines(file));
        log.WriteLine($"Nothing checked here: {Data} is not there.");
        return [];
    }

    [Fact]
    public void Nineteen_of_twenty_vectors_are_met_and_no_recogniser_is_left_out()
    {
        var vectors = Vectors();
        if (vectors.IsEmpty) return;
        var figures = EvalGuardsPiiVectors.Measure(vectors);

        Assert.Empty(figures.Unsupported);
        Assert.Equal(vectors.Length, figures.Total);
        Assert.True(figures.Passed >= 0.95 * figures.Total, $"{figures.Passed} of {figures.Total} are met");
    }

    [Fact]
    public void A_form_is_found_as_often_as_it_is_written()
    {
        foreach (var group in Vectors().GroupBy(vector => vector.Recognizer))
        {
            var one = EvalGuardsPiiVectors.Measure([.. group]).Recognizers.Values.Single();
            var twice = group.Where((vector, index) => vector.Count > 0 && !one.Failed.Contains(index) && !vector.Text.Contains("not?", StringComparison.Ordinal))
                .Select(vector => vector with { Text = $"One: {vector.Text}, two: {vector.Text}; three: {vector.Text}", Count = 3 * vector.Count, Spans = null }).ToArray();
            var again = EvalGuardsPiiVectors.Measure(twice).Recognizers.Values.SingleOrDefault();

            Assert.True(again is null || again.Failed.IsEmpty, $"{group.Key}: {string.Join(" | ", (again?.Failed ?? []).Select(index => twice[index].Text))}");
        }
    }

    [Fact]
    public void A_recogniser_nobody_has_is_counted_as_not_supported()
    {
        var figures = EvalGuardsPiiVectors.Measure([new("nl_bsn", "NL_BSN", "111222333", 1, null), new("email", "EMAIL_ADDRESS", "ada@shop.example", 1, null), new("email", "EMAIL_ADDRESS", "ada@shop.example", 2, null)]);

        Assert.Equal(("nl_bsn", 1, 1, 2), (Assert.Single(figures.Unsupported), figures.UnsupportedVectors, figures.Passed, figures.Total));
    }
}

using FunctionsAgent.Evaluation;
using FunctionsAgent.Guardrails;
using FunctionsAgent.Tests.House;
using Xunit.Abstractions;

namespace FunctionsAgent.Tests.Guardrails;

/// <summary>Floors of the recognisers on the large labelled set; they were written down before it was measured, from the small set and the vectors alone.</summary>
public sealed class PiiFloorsTests(ITestOutputHelper log)
{
    private const string Data = "../shared/data/pii/presidio_research_generated_large.jsonl";

    private static readonly Lazy<EvalGuardsPiiFigures?> Large = new(() =>
        File.Exists(Repository.Path(Data)) ? EvalGuardsPii.Measure(EvalGuardsPiiFile.Texts(Data, File.ReadLines(Repository.Path(Data))), PiiScanner.Everyday) : null);

    [Theory]
    [InlineData("EMAIL_ADDRESS", 0.98, 0.98)]
    [InlineData("CREDIT_CARD", 0.98, 0.98)]
    [InlineData("IBAN_CODE", 0.98, 0.95)]
    [InlineData("US_SSN", 0.95, 0.95)]
    [InlineData("IP_ADDRESS", 0.90, 0.95)]
    [InlineData("DOMAIN_NAME", 0.90, 0.95)]
    [InlineData("PHONE_NUMBER", 0.85, 0.80)]
    public void Precision_and_recall_stay_above_their_floors(string entity, double precision, double recall)
    {
        if (Figures() is not { } figures) return;
        var score = figures.Entities[entity];

        Assert.InRange(score.Precision!.Value, precision, 1);
        Assert.InRange(score.Recall!.Value, recall, 1);
    }

    [Fact]
    public void Texts_without_entities_stay_as_they_are()
    {
        if (Figures() is not { } figures) return;

        Assert.Equal(202, figures.CleanTexts);
        Assert.InRange(figures.CleanTextsAltered, 0, 4);
    }

    private EvalGuardsPiiFigures? Figures()
    {
        if (Large.Value is null) log.WriteLine($"Nothing checked here: {Data} is not there.");
        return Large.Value;
    }
}

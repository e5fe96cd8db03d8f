using FunctionsAgent.Reasoning;
using FunctionsAgent.Storage;
using FunctionsAgent.Tests.Drivers;
using FunctionsAgent.Tests.Observability;
using Microsoft.Extensions.Logging;

namespace FunctionsAgent.Tests.Reasoning;

/// <summary>What an operator sees of the models, and what nobody does.</summary>
[Collection(nameof(Watched))]
public sealed class ModelTelemetryTests
{
    [Fact]
    public async Task Spans_and_measures_carry_names_and_numbers()
    {
        await using var standIn = await ModelStandIn.StartAsync();
        standIn.Throttles("retry-after", "60").Calls("get_order");
        using var watched = new Watched();
        await using var host = await AgentHost.StartAsync(settings: ModelBench.Settings(standIn.Settings("a"), standIn.Settings("b", "anthropic")).ToDictionary());
        await host.Get<IModels>().AskAsync(ModelBench.Request(), CancellationToken.None);

        var spans = watched.Spans.Where(span => span.DisplayName == $"chat {ModelStandIn.Deployment}").ToList();
        Assert.Equal(["azure.ai.openai a  throttled", "anthropic b 100 "], spans.Select(span => $"{Tag(span, "gen_ai.provider.name")} {Tag(span, "functionsagent.model")} {Tag(span, "gen_ai.usage.input_tokens")} {Tag(span, Telemetry.ErrorType)}"));
        Assert.All(spans, span => Assert.Equal(("chat", "retail-support", "127.0.0.1"), (Tag(span, "gen_ai.operation.name"), Tag(span, "gen_ai.agent.name"), Tag(span, "server.address"))));

        var measures = watched.By(host)();
        Assert.Equal([100, 10], measures.Where(measure => measure.Instrument.Name == "gen_ai.client.token.usage").Select(measure => (int)measure.Value));
        Assert.Equal(["throttled", null], measures.Where(measure => measure.Instrument.Name == "gen_ai.client.operation.duration").Select(measure => measure.Tag(Telemetry.ErrorType)));
        Assert.Equal("a", Assert.Single(measures, measure => measure.Instrument.Name == "functionsagent.model.throttled").Tag("functionsagent.model"));
        Assert.Contains(measures, measure => measure.Instrument.Name == "functionsagent.model.circuit" && measure.Value == 0);

        static string? Tag(System.Diagnostics.Activity span, string name) => span.GetTagItem(name)?.ToString();
    }

    [Theory]
    [InlineData("azure-openai")]
    [InlineData("openai")]
    [InlineData("anthropic")]
    public async Task No_key_no_word_of_a_prompt_and_none_of_an_answer_is_logged_or_traced(string kind)
    {
        const string Word = "zebra";
        await using var standIn = await ModelStandIn.StartAsync();
        standIn.Does(new($"{Word} says", [("get_order", $$"""{"order_id":"{{Word}}"}""")])).Refuses(500, Word + " was the prompt", $"{Word} failed").Refuses(400, "content_filter", Word).Refuses(401, "401", $"{Word} {ModelStandIn.Key}").Says(Word, StreamEnd.Rubbish);
        using var watched = new Watched(all: true);
        using var memory = new MemoryLog();
        await using var host = await AgentHost.StartAsync(settings: standIn.Settings(kind: kind), logging: logging => logging.AddProvider(memory).SetMinimumLevel(LogLevel.Trace));

        var outcomes = new List<ModelOutcome>();
        for (var i = 0; i < 5; i++) outcomes.Add(await host.Get<ModelLedger>().AskAsync("thread", ModelBench.Request($"{Word}, where is it?", TimeSpan.FromSeconds(2)) with { Key = $"k{i}" }, CancellationToken.None));

        Assert.Contains(outcomes, outcome => outcome.Answer.Text == $"{Word} says");
        Assert.True(outcomes.Select(outcome => outcome.Answer.Failure).Distinct().Count() >= 4, string.Join(' ', outcomes.Select(outcome => outcome.Answer.Failure)));
        var texts = memory.Lines.Concat(watched.Texts(ofMeter: _ => true)).ToList();
        Assert.NotEmpty(texts);
        Assert.DoesNotContain(texts, text => text.Contains(Word, StringComparison.OrdinalIgnoreCase) || text.Contains(ModelStandIn.Key, StringComparison.Ordinal));
    }
}

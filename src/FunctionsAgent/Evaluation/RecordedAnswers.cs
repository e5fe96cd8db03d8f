using System.Text.Json;
using AgentScript;
using FunctionsAgent.Conversations;
using FunctionsAgent.Knowledge;
using FunctionsAgent.Pipeline;
using FunctionsAgent.Reasoning;
using EventTypes = FunctionsAgent.Conversations.EventTypes;

namespace FunctionsAgent.Evaluation;

/// <summary>What a model said in a turn that was, in its order. No model is asked: beyond the log there is no answer.</summary>
internal sealed class RecordedAnswers(IEnumerable<Event> run) : IModelAnswers
{
    private readonly Queue<Event> answers = new(run.Where(e => e.Type == EventTypes.ModelCalled));

    /// <summary>Decides again as the reasoning stage does; nothing in it waits.</summary>
    public static Decision Decide(Work work, IEnumerable<Event> run) => ReasoningStage.DecideAsync(work, new RecordedAnswers(run), CancellationToken.None).GetAwaiter().GetResult();

    Task<ModelAnswered> IModelAnswers.AskAsync(Work work, State state, CallModel call, CancellationToken ct) =>
        Task.FromResult(ModelAnswered.Failed(ModelFailure.NoModel, state) with { Answer = answers.TryDequeue(out var called) ? Read(called) : new ModelAnswer(null, [], ModelFailure.NoModel) });

    Task<ExtractiveAnswer?> IModelAnswers.ExtractAsync(Work work, CancellationToken ct) =>
        Task.FromResult(work.Package.Knowledge is { } index ? KnowledgeSearch.Extract(index, work) : null);

    private static ModelAnswer Read(Event called) => new(
        called.Said("answer"), called.Said("calls") is { } calls ? JsonSerializer.Deserialize<System.Collections.Immutable.ImmutableArray<ModelToolCall>>(calls, JsonSerializerOptions.Web) : [], called.Text("class"));
}

using System.Collections.Immutable;
using AgentScript;
using FunctionsAgent.Conversations;
using FunctionsAgent.Knowledge;

namespace FunctionsAgent.Pipeline;

/// <summary>Answers what a flow cannot know by itself: a model and the articles do, or the log of a turn that was.</summary>
internal interface IModelAnswers
{
    /// <param name="state">With the frame that asks.</param>
    Task<ModelAnswered> AskAsync(Work work, State state, CallModel call, CancellationToken ct);

    /// <summary>Sentences of an article that answer the words of the turn; null where none is near enough.</summary>
    Task<ExtractiveAnswer?> ExtractAsync(Work work, CancellationToken ct);
}

/// <param name="State">With what the call used up.</param>
/// <param name="Events">What the log says of it, oldest first.</param>
/// <param name="Sources">Sections of articles the model was shown.</param>
internal sealed record ModelAnswered(ModelAnswer Answer, State State, ImmutableArray<EventBody> Events, ImmutableArray<string> Sources)
{
    public static ModelAnswered Failed(string failure, State state) => new(new ModelAnswer(null, [], failure), state, [], []);
}

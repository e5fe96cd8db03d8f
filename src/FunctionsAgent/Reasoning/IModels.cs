namespace FunctionsAgent.Reasoning;

/// <summary>Asks language models, whoever serves them: what a caller gets is an answer or the reason why there is none.</summary>
public interface IModels
{
    /// <summary>
    /// One question, answered by the first endpoint that fits and can. Never throws for what a peer did: the outcome's
    /// <see cref="AgentScript.ModelAnswer.Failure"/> is one of <see cref="ModelFailure"/>. Nothing of an answer that broke off is in it.
    /// </summary>
    /// <exception cref="Storage.StoreBusyException">The day's spending could not be read; nothing was asked.</exception>
    /// <exception cref="OperationCanceledException">The caller stopped waiting.</exception>
    Task<ModelOutcome> AskAsync(ModelRequest request, CancellationToken ct);
}

using System.Collections.Immutable;
using System.Text.Json;
using AgentScript;
using FunctionsAgent.Queues;
using FunctionsAgent.Storage;
using FunctionsAgent.Tools;

namespace FunctionsAgent.Reasoning;

/// <summary>
/// Asks a question once (contracts C1): a stage that runs again finds the answer it got, whatever a model would say now. A question
/// changes nothing at the peer, so the claim of a dead process is simply taken over. What was said is content, and erased with it.
/// </summary>
public sealed class ModelLedger(IModels models, ITables tables, IBlobs blobs, TimeProvider time, ProcessIdentity process)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    private readonly CallRows rows = new(tables, blobs, time, process);

    /// <summary>What is kept of an outcome beside the words.</summary>
    private sealed record Details(string? Endpoint, string? Deployment, long InputTokens, long OutputTokens, long Cost, long Milliseconds, ImmutableArray<ModelAttempt> Attempts);

    private sealed record Words(string? Text, ImmutableArray<ModelToolCall> Calls);

    /// <param name="partition">The thread or task.</param>
    /// <exception cref="TransientException">Another process may still be asking.</exception>
    public async Task<ModelOutcome> AskAsync(string partition, ModelRequest request, CancellationToken ct)
    {
        var claim = await rows.ClaimAsync(partition, request.Key, "model", request.Deadline, ct);
        if (claim.Result is { } known) return Read(claim.Row, known.Bytes);
        ModelOutcome outcome;
        try
        {
            outcome = await models.AskAsync(request, ct);
        }
        catch
        {
            await rows.ReleaseAsync(claim);
            throw;
        }
        var (row, content) = Describe(claim.Row, outcome);
        await rows.FinishAsync(claim, row, content, ct);
        return outcome;
    }

    private static (CallRow, byte[]?) Describe(CallRow row, ModelOutcome outcome)
    {
        var (answer, failure) = (outcome.Answer, outcome.Answer.Failure);
        var details = new Details(outcome.Endpoint, outcome.Deployment, outcome.InputTokens, outcome.OutputTokens, outcome.Cost, outcome.Milliseconds, outcome.Attempts);
        var done = row with { Status = failure is null ? "ok" : "failed", Class = failure, Milliseconds = outcome.Milliseconds, Details = JsonSerializer.SerializeToElement(details, Options) };
        return (done, failure is null ? JsonSerializer.SerializeToUtf8Bytes(new Words(answer.Text, answer.Calls), Options) : null);
    }

    private static ModelOutcome Read(CallRow row, byte[]? content)
    {
        var details = row.Details!.Value.Deserialize<Details>(Options)!;
        var answer = row.Status != "ok" ? new ModelAnswer(null, [], row.Class)
            : content is not null && JsonSerializer.Deserialize<Words>(content, Options) is { } words ? new ModelAnswer(words.Text, words.Calls)
            // Erased, and so is the conversation it belonged to.
            : new ModelAnswer(null, [], ModelFailure.Rubbish);
        return new(answer, details.Endpoint, details.Deployment, details.InputTokens, details.OutputTokens, details.Cost, details.Milliseconds, details.Attempts);
    }
}

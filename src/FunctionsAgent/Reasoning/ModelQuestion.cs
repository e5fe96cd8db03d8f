using System.Collections.Immutable;
using AgentScript;

namespace FunctionsAgent.Reasoning;

/// <summary>The course of one question: who was asked or passed over, and what it took.</summary>
internal sealed class ModelQuestion(ModelRequest request, TimeProvider time)
{
    private readonly long begin = time.GetTimestamp();
    private readonly ImmutableArray<ModelAttempt>.Builder attempts = ImmutableArray.CreateBuilder<ModelAttempt>();
    private (long Input, long Output, long Cost) spent;
    private string? failure;

    public ModelRequest Request => request;

    public bool WasAsked { get; private set; }

    /// <summary>Endpoints that may not have the messages, each with the rule.</summary>
    public IEnumerable<string> Refusals => attempts.Where(attempt => attempt.Result == ModelFailure.Boundary).Select(attempt => $"{attempt.Endpoint} ({attempt.Rule})");

    public TimeSpan Remaining => request.Deadline - time.GetElapsedTime(begin);

    /// <param name="refusedBy">The rule of <see cref="ModelBoundary"/> that keeps the messages from it.</param>
    public void PassOver(ModelEndpoint endpoint, string why, string? refusedBy = null)
    {
        attempts.Add(Attempt(endpoint, why, 0, TimeSpan.Zero) with { Rule = refusedBy });
        if (!WasAsked && why != ModelFailure.Boundary) failure = why;
    }

    public void Asked(ModelEndpoint endpoint, ModelReply reply, TimeSpan duration)
    {
        WasAsked = true;
        failure = reply.Failure;
        attempts.Add(Attempt(endpoint, reply.Failure ?? "ok", reply.Status, duration) with { Sent = reply is not { Status: 0, Code: Models.DoesNotFit }, Rule = ModelBoundary.Judge(endpoint, request).Rule });
        var (input, output) = (reply.InputTokens ?? 0, reply.OutputTokens ?? 0);
        spent = (spent.Input + input, spent.Output + output, spent.Cost + endpoint.Cost(input, output));
    }

    public ModelOutcome Answer(ModelEndpoint endpoint, ModelReply reply) => Outcome(new ModelAnswer(reply.Text, reply.Calls), endpoint);

    /// <param name="why">Null: what the last endpoint that was asked came to; else why none was.</param>
    public ModelOutcome Fail(string? why = null) => Outcome(new ModelAnswer(null, [], why ?? failure ?? ModelFailure.Timeout), null);

    private static ModelAttempt Attempt(ModelEndpoint endpoint, string result, int status, TimeSpan duration) =>
        new(endpoint.Name, result, status, (long)duration.TotalMilliseconds) { Boundary = endpoint.Boundary, RetentionDays = endpoint.Retention, Contract = endpoint.Contract };

    private ModelOutcome Outcome(ModelAnswer answer, ModelEndpoint? endpoint) =>
        new(answer, endpoint?.Name, endpoint?.Deployment, spent.Input, spent.Output, spent.Cost, (long)time.GetElapsedTime(begin).TotalMilliseconds, attempts.ToImmutable());
}
